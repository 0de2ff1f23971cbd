#include "cmd/experiment/gather.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/experiment/call_tables.h"
#include "cmd/experiment/experiment.h"
#include "cmd/experiment/noted.h"
#include "report/being_made.h"
#include "report/collect.h"
#include "report/paper/compare.h"
#include "report/keep_ranks.h"
#include "report/means/made.h"
#include "report/pairs/mean_ranks.h"
#include "report/print.h"
#include "report/paper/published.h"
#include "report/stress_tables.h"
#include "report/summary.h"
#include "report/sweep.h"
#include "report/pairs/tests.h"
#include "report/paper/verdicts.h"
#include "store/file.h"

static int write_means(const struct options *o, const struct plan *p, const char *folder, struct tally *tally,
                       struct text *remarks, struct error *e)
{
    struct published printed;
    struct groups groups = { .plan = p };
    int bad = published_read(&printed, o->published, o->printed_data, e) || groups_read(&groups, p, folder, e) ||
              summary_write(&groups, folder, &printed, e) || compare_write(&groups, folder, &printed, e) ||
              verdicts_write(folder, e) || tests_write(&groups, o->results, folder, remarks, &tally->scores, e) ||
              mean_ranks_write(&groups, folder, e) || sweep_write(&groups, folder, e) ||
              (o->ranks && keep_ranks(&groups, o->results, o->ranks, remarks, e));
    published_strangers(&printed, p, remarks);
    made_say_mixed(&groups, remarks);
    groups_release(&groups);
    published_release(&printed);
    return bad;
}

int gather_make(const struct options *o, const struct plan *p, const char *folder, struct tally *tally,
                struct text *remarks, struct error *e)
{
    size_t untested;
    if (collect(p, o->results, folder, o->kept_folders, tally, e) || write_means(o, p, folder, tally, remarks, e) ||
        stress_tables(p, o->results, folder, o->kept_folders, &untested, e))
        return -1;
    if (untested)
        text_format(remarks, "%zu of %zu runs have no stress test yet: `lisae run` does it\n", untested, p->n);
    return 0;
}

/* `folder` is that of the tables. */
static int write_and_show(const struct options *o, const struct plan *p, const char *folder, struct tally *tally)
{
    struct text remarks = TEXT_INIT;
    struct error e;
    int bad = gather_make(o, p, folder, tally, &remarks, &e);
    if (!o->published && published_expected(p))
        text_append(&remarks, "no results/published/paper.csv was found beside the program: --published FILE says "
                              "where the printed numbers are to compare with\n");
    fputs(text_of(&remarks), stderr);
    text_release(&remarks);
    if (bad || summary_print(stdout, p, folder, &e))
        return complain(EXIT_RUN, "%s", e.text);
    if (tally->lost)
        fprintf(stderr,
                "%zu run%s that had numbers in '%s/auc.csv' %s not there any more: the rows are in '%s/" COLLECT_LOST
                "' now, and --with %s/" COLLECT_LOST " takes them back\n",
                tally->lost, tally->lost == 1 ? "" : "s", folder, tally->lost == 1 ? "is" : "are", folder, folder);
    return EXIT_OK;
}

/* What is to say when the table has been shown. */
static int judge(const struct tally *tally, const char *folder)
{
    int code = EXIT_OK;
    if (tally->failed)
        code = complain(EXIT_RUN, "%zu of %zu runs are not done, %zu failed: '%s/auc.csv' has the reasons",
                        tally->planned - tally->ok, tally->planned, tally->failed, folder);
    else if (tally->ok < tally->planned)
        code = complain(EXIT_RUN, "%zu of %zu runs are not done: `lisae run` does them", tally->planned - tally->ok,
                        tally->planned);
    if (tally->unread)
        code = complain(EXIT_RUN,
                        "'%s/loss.csv' lacks curves of %zu runs' first phases, which cannot be read: "
                        "'%s/times.csv' has the reasons",
                        folder, tally->unread, folder);
    if (tally->scores.text[0])
        code = complain(EXIT_RUN, "'%s/tests.csv' lacks tests of runs whose scores cannot be read: %s", folder,
                        tally->scores.text);
    return code;
}

static void say_place(const struct options *o, const struct plan *p, const char *folder)
{
    char *whole = experiment_folder(o, p->experiment);
    if (strcmp(folder, whole) != 0)
        fprintf(stderr, "'%s/' keeps the tables of the whole spec; those of this call, which has -D, are in '%s/'\n",
                whole, folder);
    free(whole);
}

static int gather_here(const struct options *o, const struct plan *p)
{
    struct tally tally = { 0 };
    struct lock lock;
    struct error e;
    if (experiment_lock(&lock, o, p->experiment, &e))
        return complain(EXIT_RUN, "%s", e.text);
    char *folder = call_tables_place(o, p->experiment); /* which depends on what the lock's last owner has made */
    int code = noted_write(o, p, &e) || call_tables_begin(o, folder, MAKER_COLLECT, &e)
                   ? complain(EXIT_RUN, "%s", e.text)
                   : write_and_show(o, p, folder, &tally);
    if (code == EXIT_OK && call_tables_end(o, folder, MAKER_COLLECT, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    lock_release(&lock);
    if (code == EXIT_OK) {
        say_place(o, p, folder);
        code = judge(&tally, folder);
    }
    free(folder);
    return code;
}

/* Into the folder of -o, which is nobody's but the caller's. */
static int gather_elsewhere(const struct options *o, const struct plan *p)
{
    struct tally tally = { 0 };
    struct error e;
    int code = folder_make(o->output, &e) || being_made_begin(o->output, MAKER_COLLECT, &e)
                   ? complain(EXIT_RUN, "%s", e.text)
                   : write_and_show(o, p, o->output, &tally);
    if (code == EXIT_OK && being_made_end(o->output, MAKER_COLLECT, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    return code == EXIT_OK ? judge(&tally, o->output) : code;
}

/* Are all files of one folder in the other, to the byte? 1, 0, or -1 where one cannot be read. */
static int same_files(const char *folder, const char *other, struct error *e)
{
    size_t n = 0;
    char **names = folder_stems(folder, "", &n, e);
    int same = names ? 1 : -1;
    for (size_t i = 0; i < n && same > 0; i++) {
        size_t length[2] = { 0, 0 };
        char *path[] = { path_join(folder, names[i], NULL), path_join(other, names[i], NULL) };
        char *bytes[2] = { NULL, NULL };
        if (!path_exists(path[1]))
            same = 0;
        for (int k = 0; k < 2 && same > 0; k++)
            same = (bytes[k] = file_read(path[k], &length[k], e)) ? 1 : -1;
        if (same > 0)
            same = length[0] == length[1] && memcmp(bytes[0], bytes[1], length[0]) == 0;
        for (int k = 0; k < 2; k++) {
            free(path[k]);
            free(bytes[k]);
        }
    }
    split_free(names);
    return same;
}

/* Why the folder cannot be written, or made: an errno; 0: it can. Results that are not there at all can be made. */
static int what_hinders(const struct options *o, const char *folder)
{
    if (access(folder, W_OK) == 0 || (errno == ENOENT && access(o->results, W_OK) == 0))
        return 0;
    return errno == ENOENT ? 0 : errno;
}

/* The tables of results that are only to be read: made in a folder of their own, shown, and compared with those that
 * are there. */
static int show_only(const struct options *o, const struct plan *p, const char *folder)
{
    const int why = what_hinders(o, folder);
    struct tally tally = { 0 };
    struct error e = { .text = "" };
    char *scratch = folder_scratch("tables", &e);
    if (!scratch)
        return complain(EXIT_RUN, "'%s' cannot be written, and %s", folder, e.text);
    int code = write_and_show(o, p, scratch, &tally);
    const int none = !path_exists(folder), same = none ? 0 : same_files(scratch, folder, &e);
    folder_remove(scratch, NULL);
    free(scratch);
    if (code == EXIT_OK)
        judge(&tally, folder);
    if (same < 0)
        return complain(EXIT_RUN,
                        "cannot write into '%s/': %s; nor be sure that its tables are those that are shown: %s", folder,
                        strerror(why), e.text);
    return complain(EXIT_RUN, "cannot write into '%s/': %s; %s", folder, strerror(why),
                    none   ? "-o DIR writes the tables elsewhere"
                    : same ? "its tables are those that are shown"
                           : "its tables are others than those that are shown, which -o DIR writes elsewhere");
}

static int gather_to_show(const struct options *o, const struct plan *p)
{
    char *folder = call_tables_place(o, p->experiment);
    const int code = show_only(o, p, folder);
    free(folder);
    return code;
}

int gather_is_read_only(const struct options *o, const char *experiment)
{
    char *folder = experiment_folder(o, experiment);
    int is = what_hinders(o, folder) != 0;
    free(folder);
    return is;
}

int gather(const struct options *o, const struct plan *p)
{
    int code = experiment_check_published(o);
    if (code != EXIT_OK)
        return code;
    if (o->output)
        return gather_elsewhere(o, p);
    return gather_is_read_only(o, p->experiment) ? gather_to_show(o, p) : gather_here(o, p);
}

int gather_all(const struct options *o, const struct plans *p)
{
    int worst = EXIT_OK;
    for (size_t i = 0; i < p->n; i++) {
        int code = gather(o, &p->of[i]);
        worst = code > worst ? code : worst;
    }
    return worst;
}
