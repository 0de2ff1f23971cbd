/* `lisae compare`: the gate between two results. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cmd/compare/comparison.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "report/gate/gate.h"
#include "report/gate/trial.h"
#include "store/file.h"
#include "store/output.h"

static int write_file(const char *folder, const char *name, const struct text *text, struct error *e)
{
    char *path = path_join(folder, name, NULL);
    const int bad = file_write(path, text_of(text), text->length, e);
    free(path);
    return bad;
}

static int write_csv(const struct gate *g, const char *folder, struct error *e)
{
    struct text t = TEXT_INIT;
    const int bad = gate_csv(g, &t, e) || write_file(folder, "gate.csv", &t, e);
    text_release(&t);
    return bad;
}

/* What a call before has left. */
static int remove_old(const char *folder, struct error *e)
{
    static const char *const names[] = { "gate.txt", "gate.csv", "gate.md", "gate.xml", NULL };
    return folder_remove_files(folder, names, e);
}

/* gate.txt goes first and comes last: where the disk is full, or a call is killed, no old verdict stands beside new
 * rows, and without one the folder does not look finished. */
static int write_all(const struct gate *g, const char *name, const char *folder, struct error *e)
{
    static const struct {
        const char *file;
        void (*write)(const struct gate *g, const char *name, struct text *out);
    } files[] = { { "gate.md", gate_markdown }, { "gate.xml", gate_junit }, { "gate.txt", gate_text } };
    int bad = folder_make(folder, e) || remove_old(folder, e) || write_csv(g, folder, e);
    for (size_t i = 0; i < sizeof files / sizeof *files && !bad; i++) {
        struct text t = TEXT_INIT;
        files[i].write(g, name, &t);
        bad = write_file(folder, files[i].file, &t, e);
        text_release(&t);
    }
    return bad;
}

static int exit_of(enum gate_code code)
{
    return code == GATE_CODE_PASSED ? EXIT_OK : code == GATE_CODE_FAILED ? EXIT_GATE : EXIT_RUN;
}

static int report(const struct options *o, const struct gate *g)
{
    struct text t = TEXT_INIT;
    struct error e;
    int code = exit_of(gate_code(g));
    gate_text(g, o->title ? o->title : "", &t);
    fputs(text_of(&t), stdout);
    if (fflush(stdout) != 0)
        code = complain(EXIT_RUN, "cannot write to standard output");
    if (o->output && write_all(g, o->title ? o->title : "", o->output, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    text_release(&t);
    return code;
}

static int compare(const struct options *o, const struct gate_rule *rule, char **from, char **to)
{
    struct comparison c;
    struct error e;
    const int code = comparison_make(&c, from, to, rule, &e) ? complain(EXIT_RUN, "%s", e.text) : report(o, &c.gate);
    comparison_release(&c);
    return code;
}

static int try_gate(const struct gate_rule *rule, char **folders)
{
    struct text out = TEXT_INIT;
    struct error e;
    size_t wrong = 0;
    const int bad = gate_trials(folders, rule, &out, &wrong, &e);
    fputs(text_of(&out), stdout);
    text_release(&out);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    return wrong ? complain(EXIT_RUN, "%zu trials of the gate have another verdict than they must have", wrong)
                 : EXIT_OK;
}

static int keep_noise(const struct options *o, char **folders)
{
    struct gate_side s;
    struct error e;
    size_t n = 0;
    int bad;
    if (!o->output)
        return complain(EXIT_USAGE, "compare: --keep-noise needs -o FILE");
    bad = side_read(&s, folders, 1, &e) || noise_file_write(&s, o->output, &n, &e);
    side_release(&s);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    if (!output_is_standard(o->output))
        printf("%s: noise of %zu rows\n", o->output, n);
    return n ? EXIT_OK : complain(EXIT_RUN, "no row has two seeds");
}

static int read_rule(struct gate_rule *rule, const struct suite *suite, const struct options *o)
{
    *rule = gate_defaults;
    rule->suite = suite;
    rule->strict = o->strict;
    rule->first = o->first;
    rule->brief = o->output != NULL;
    if (o->matters &&
        (parse_double(o->matters, &rule->decide.matters) || !(rule->decide.matters >= 0 && rule->decide.matters < 1)))
        return complain(EXIT_USAGE, "--matters: expected a number from 0 to below 1, found '%s'", o->matters);
    return EXIT_OK;
}

static int found_none(const char *folder, const char *more)
{
    return complain(EXIT_RUN, "'%s': found no auc.csv in it, or in a folder of it%s", folder, more);
}

static int dispatch(const struct options *o, const struct gate_rule *rule)
{
    const int two = !o->self_test && !o->keep_noise;
    struct error e;
    int code = EXIT_RUN;
    if (o->n_arguments != (two ? 2 : 1))
        return complain(EXIT_USAGE, "compare: expected %s, found %d argument%s", two ? "two folders" : "one folder",
                        o->n_arguments, o->n_arguments == 1 ? "" : "s");
    char **from = side_folders(o->arguments[0], &e), **to = from ? side_folders(o->arguments[two ? 1 : 0], &e) : NULL;
    if (!to)
        complain(code, "%s", e.text);
    else if (!from[0] && !(two && o->first))
        found_none(o->arguments[0], two ? " (--first says that there need not be one)" : "");
    else if (two) {
        code = compare(o, rule, from, to);
        if (!to[0]) /* which is a verdict, too, and written as one */
            found_none(o->arguments[1], "");
    } else
        code = o->self_test ? try_gate(rule, from) : keep_noise(o, from);
    split_free(from);
    split_free(to);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    struct noise_file noise;
    struct gate_rule rule;
    struct error e;
    int code = options_parse(&o, &command_compare, argc, argv, 1, 2);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = read_rule(&rule, suite, &o);
    if (!code) {
        code = comparison_noise(&noise, o.noise, &rule.noise, &e) ? complain(EXIT_RUN, "%s", e.text)
                                                                  : dispatch(&o, &rule);
        noise_file_release(&noise);
    }
    options_release(&o);
    return code;
}

const struct command command_compare = {
    "compare",
    run_command,
    "say whether results B have still what A has: the gate of a nightly run",
    "Usage: lisae compare [options] FOLDER FOLDER\n"
    "       lisae compare --self-test [options] FOLDER\n"
    "       lisae compare --keep-noise -o FILE FOLDER\n"
    "\n"
    "The first FOLDER is A, the base; the second B, what is asked about. Each is that of an experiment\n"
    "(results/gamma) or holds such folders (results, results/reference). Only tables are read, and scores\n"
    "where they are there. Runs are paired by specification, task and seed; a row is a specification over its\n"
    "tasks and seeds, and its verdict one of:\n"
    "\n"
    "  identical      the same scores, to the bit\n"
    "  rounding       the AUCs differ by less than 0.0001 on the same images\n"
    "  within noise   less than what matters, whatever the seeds\n"
    "  undecided      too few seeds to say; how many would do is told\n"
    "  improved, regressed   beyond the noise of the seeds, and by more than matters\n"
    "  missing, failed, gone, new   not done in B; failed there; not planned there; not in A\n"
    "  other edition  other data, settings or limits: not to be compared\n"
    "  uncalibrated   other kernels than in A, and no noise is kept that tells chance from change\n"
    "\n"
    "docs/nightly.md says how that is decided. --self-test tries the gate on altered copies of FOLDER;\n"
    "--keep-noise writes how much its rows vary from seed to seed.\n"
    "\n"
    "Exit code: 0 something was compared, and nothing regressed, failed, is missing or gone; 1 something did;\n"
    "2 usage; 3 nothing could be compared, a table could not be read, more than half of the runs of B failed or are\n"
    "missing, or a row is uncalibrated.\n",
    "output noise matters strict first title self-test keep-noise",
};
