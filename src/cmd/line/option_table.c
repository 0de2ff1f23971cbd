#include "cmd/line/option_table.h"

#include <stddef.h>
#include <string.h>

#include "cmd/line/options.h"

/* The option's value goes to this member of struct options as it is. */
#define AS_IT_IS(member) (OPTION_TEXT + (int)offsetof(struct options, member))

const struct option_row option_table[] = {
    { "jobs", 'j', "N", "runs at a time (default: the processors that may be used)" },
    { "define", 'D', "section.key=value", "replaces a value of the spec; may be given several times, for a key once" },
    { "output", 'o', "FILE", NULL },
    { "results", AS_IT_IS(results), "DIR", "where results are, or go (default: results)" },
    { "data", AS_IT_IS(data), "DIR", "where prepared data sets are (default: $LISAE_DATA or datasets/prepared)" },
    { "from", AS_IT_IS(data_dir), "DIR", "a folder with the files of data sets (default: $DATA_DIR)" },
    { "catalogue", AS_IT_IS(catalogue), "DIR",
      "the catalogue of data sets (default: the entries in datasets, over those that come with the program)" },
    { "plots", AS_IT_IS(plots), "DIR",
      "the scripts of the pictures (default: plots, else those that come with the program)" },
    { "published", AS_IT_IS(published), "FILE",
      "the printed numbers to compare with (default: results/published/paper.csv, else those that come with the "
      "program)" },
    { "with", OPTION_WITH, "DIR", NULL },
    { "base", OPTION_BASE, "[WORDS=]DIR",
      "shows what moved since the results in DIR, called WORDS (default: DIR's last name), by the rules of `lisae "
      "compare`; may be given several times" },
    { "ranks", AS_IT_IS(ranks), "DIR",
      "writes the ranks of the scores of the runs that are done here into DIR, a file ID.gz for each. One that is "
      "there stays; where it is of other scores than the run's nothing is written, and the exit code is 3" },
    { "memory", OPTION_MEMORY, "GIB",
      "what a run may take; more, by estimate, is refused (default: what there is). With `run --slurm` it is "
      "also what is asked for each task" },
    { "no-models", OPTION_NO_MODELS, NULL, "does not keep the trained detectors of the runs" },
    { "anew", OPTION_ANEW, NULL,
      "does what another revision of the program has done again: its results of the specs' runs are removed first, but "
      "for those that tables of --with have" },
    { "where", OPTION_WHERE, "KEY=VALUE",
      "those of which this holds: detector=lis-ae, shape.gamma=3, status=failed; may be given several times" },
    { "slurm", OPTION_SLURM, NULL,
      "sends the runs to a Slurm cluster and returns: `lisae status` says what they are at (docs/cluster.md)" },
    { "wait", OPTION_WAIT, NULL, "with --slurm: waits for them, sends again what came back undone, shows the table" },
    { "slurm-options", AS_IT_IS(slurm_options), "FILE",
      "with --slurm: options for sbatch, one a line (--partition=long), and variables for the runs (NAME=VALUE); "
      "$SLURM_OPTIONS has options, too" },
    { "chunk", OPTION_CHUNK, "MINUTES", "with --slurm: about how long one task takes, by estimate (default: 20)" },
    { "remove", OPTION_REMOVE, NULL, "removes what is listed" },
    { "detectors", AS_IT_IS(detectors), "DETECTORS",
      "of these, with commas between (default: all that reconstruct images)" },
    { "positive", AS_IT_IS(positive), "TASKS",
      "of these tasks: numbers or names, commas between tasks (default: all)" },
    { "classes", AS_IT_IS(classes), "CLASSES",
      "images of these classes: numbers or names with blanks between, also of such that the runs were not judged on "
      "(default: all)" },
    { "images", AS_IT_IS(images), "N", "of each class (default: 2)" },
    { "seed", AS_IT_IS(seed), "N", "runs with this seed (default: the smallest in the spec)" },
    { "residual", AS_IT_IS(residual), "DETECTOR",
      "shows what this detector leaves of the images, x less its reconstruction, and what each makes of that; 0 is "
      "grey, the largest number white" },
    { "range", AS_IT_IS(range), "R", "the square is [-R,R]^2 (default: 10)" },
    { "grid", AS_IT_IS(grid), "N", "points along a side, 2 to 2001 (default: 401)" },
    { "points", AS_IT_IS(points), "FILE", "writes the train points: x,y" },
    { "starts", AS_IT_IS(starts), "N", "starts of searches, 4 to 800 (default: 64)" },
    { "steps", AS_IT_IS(steps), "N", "scores that a search may ask for (default: 400)" },
    { "search", AS_IT_IS(search), "WORD",
      "gradient (where the detector has one, else random), random or off (default: gradient)" },
    { "noise", AS_IT_IS(noise), "FILE",
      "how much rows vary from seed to seed, as --keep-noise writes it (default: that of the results that come with "
      "the program); none: only what the seeds of A and B show" },
    { "matters", AS_IT_IS(matters), "X",
      "the smallest difference that matters (default: 0.005); a row's own, in the file of --noise, goes before it" },
    { "title", AS_IT_IS(title), "WORDS", "stands before the verdict in the first line: nightly 2026-11-27, say" },
    { "strict", OPTION_STRICT, NULL, "undecided rows fail, too" },
    { "first", OPTION_FIRST, NULL, "there need not be an A: rows that are all new pass" },
    { "self-test", OPTION_SELF_TEST, NULL, "tries the gate on altered copies of FOLDER" },
    { "keep-noise", OPTION_KEEP_NOISE, NULL, "writes the noise of the rows of FOLDER into FILE" },
    { "leave-busy", OPTION_LEAVE_BUSY, NULL, "leaves a run that another process is at to that" },
    { "follow", AS_IT_IS(follow), "OWNER", "ends when make does, which OWNER names" },
    { "help", 'h', NULL, "explains the command" },
    { 0 },
};

/* What is not the same for all that take an option. */
static const struct {
    const char *command, *option, *value, *meaning;
} own[] = {
    { "run", "jobs", "N",
      "runs at a time (default: the processors that may be used; with --slurm as many as the cluster has room for)" },
    { "run", "define", "section.key=value",
      "replaces a value of the spec; may be given several times, for a key once (the tables of the whole spec stay, "
      "the call's own are in RESULTS/EXPERIMENT/part)" },
    { "run", "with", "DIR",
      "does not do the runs that DIR/auc.csv has (results/reference/NAME, say): the tables take their numbers from "
      "there, and times from DIR/times.csv; may be given several times" },
    { "collect", "with", "DIR",
      "takes the numbers of runs that are not done here, or failed, from DIR/auc.csv and DIR/times.csv, the tables of "
      "another machine, say, or of runs that were deleted; may be given several times" },
    { "collect", "output", "DIR",
      "where the tables go (default: RESULTS/EXPERIMENT); of several specs each in its own" },
    { "plan", "jobs", "N", "reckons with this many runs at a time (default: the processors that may be used)" },
    { "plan", "with", "DIR", "counts the runs that the tables in DIR (auc.csv, times.csv) have as kept" },
    { "status", "jobs", "N", "reckons with this many runs at a time (default: the processors that may be used)" },
    { "status", "with", "DIR", "counts the runs that the tables in DIR (auc.csv, times.csv) have as done" },
    { "check", "output", "FILE",
      "writes the spec as one file: with what it includes, but for keys that no run depends on; - is standard output; "
      "a link, a device and a FIFO stay what they are" },
    { "plot", "output", "DIR", "draws into DIR, not beside the CSV files; for tables that are read-only" },
    { "plot", "data", "DIR",
      "prepared data sets: where there are no tables yet, to say why (default: $LISAE_DATA or datasets/prepared)" },
    { "tables", "output", "DIR", "writes into DIR (default: RESULTS/tables); -o - prints Markdown instead" },
    { "tables", "with", "DIR",
      "takes the experiment in the folder DIR in the place of that of its name; one whose name is not tableN is for "
      "all tables; may be given several times" },
    { "report", "output", "FILE",
      "writes FILE, over one that is there (default: RESULTS/report.html); - is standard output; a link, a device and "
      "a FIFO stay what they are" },
    { "report", "noise", "FILE", "of --base: how much rows vary from seed to seed; none: what their seeds show" },
    { "compare", "output", "DIR",
      "writes gate.txt, gate.csv, gate.md and gate.xml (JUnit) into DIR; the file of the noise with --keep-noise" },
    { "reconstruct", "output", "DIR", "where to (default: RESULTS/EXPERIMENT/reconstructions)" },
    { "data", "from", "DIR", "a folder, or an archive, with the publisher's files (default: $DATA_DIR)" },
    { "data", "data", "DIR", "where prepared sets are, or go (default: $LISAE_DATA or datasets/prepared)" },
    { "stress", "output", "DIR", "where the tables and the picture go (default: stress)" },
    { "stress", "seed", "N", "of all that is drawn (default: 1)" },
    { "thresholds", "output", "FILE", "where the rows go (default, and for -: standard output)" },
    { "thresholds", "with", "DIR",
      "for runs that are not here: the scores that are kept, as ranks, beside the tables in DIR; may be given several "
      "times" },
    { "field", "output", "FILE", "writes the score of each point (default: none; the summary alone)" },
    { "score", "output", "FILE",
      "where the scores go (default, and for -: standard output); a link, a device and a FIFO stay what they are" },
};

enum { N_OWN = sizeof own / sizeof *own };
enum { COLUMN = 25, WIDTH = 100 }; /* of help texts: where meanings start, and the longest line */

int option_is_taken(const struct command *c, const struct option_row *row)
{
    char **taken = split(c->options, " ", 0, NULL), **name = taken;
    while (*name && strcmp(*name, row->name) != 0)
        name++;
    int is = *name || strcmp(row->name, "help") == 0;
    split_free(taken);
    return is;
}

int option_has_letter(const struct option_row *row)
{
    return row->code > OPTION_WITH && row->code < OPTION_TEXT;
}

/* The row of `own`, or -1. */
static int find_own(const struct command *c, const struct option_row *row)
{
    int i = 0;
    while (i < N_OWN && (strcmp(own[i].command, c->name) != 0 || strcmp(own[i].option, row->name) != 0))
        i++;
    return i < N_OWN ? i : -1;
}

const char *option_value(const struct command *c, const struct option_row *row)
{
    int i = find_own(c, row);
    return i < 0 ? row->value : own[i].value;
}

const char *option_meaning(const struct command *c, const struct option_row *row)
{
    int i = find_own(c, row);
    return i < 0 ? row->meaning : own[i].meaning;
}

void append_item(struct text *t, size_t start, const char *head, const char *meaning)
{
    size_t column = 2 + strlen(head);
    text_format(t, "  %s", head);
    if (column + 2 > start) {
        text_append(t, "\n");
        column = 0;
    }
    char **words = split(meaning, " ", 0, NULL);
    text_format(t, "%*s", (int)(start - column - 1), "");
    column = start - 1;
    for (char **word = words; *word; word++) {
        size_t length = strlen(*word);
        if (column + 1 + length > WIDTH) {
            text_format(t, "\n%*s", (int)start - 1, "");
            column = start - 1;
        }
        text_format(t, " %s", *word);
        column += 1 + length;
    }
    text_append(t, "\n");
    split_free(words);
}

void append_help(struct text *t, const struct command *c)
{
    text_format(t, "%s\nOptions:\n", c->help);
    for (const struct option_row *row = option_table; row->name; row++) {
        struct text head = TEXT_INIT;
        const char *value = option_value(c, row), *meaning = option_meaning(c, row);
        if (!option_is_taken(c, row))
            continue;
        if (option_has_letter(row))
            text_format(&head, "-%c, ", row->code);
        text_format(&head, "%s--%s%s%s", option_has_letter(row) ? "" : "    ", row->name, value ? " " : "",
                    value ? value : "");
        append_item(t, COLUMN, text_of(&head), meaning ? meaning : "");
        text_release(&head);
    }
}

_Static_assert(sizeof option_table / sizeof *option_table <= OPTIONS_AT_MOST, "getopt's table has room for all");

void options_for_getopt(struct option table[OPTIONS_AT_MOST], char letters[2 * OPTIONS_AT_MOST])
{
    size_t n = 0;
    memset(table, 0, OPTIONS_AT_MOST * sizeof *table);
    letters[n++] = ':'; /* a value that is missing is told apart from an option that is unknown */
    for (size_t i = 0; option_table[i].name; i++) {
        const struct option_row *row = &option_table[i];
        table[i] = (struct option) { row->name, row->value ? required_argument : no_argument, NULL, row->code };
        if (option_has_letter(row))
            letters[n++] = (char)row->code;
        if (option_has_letter(row) && row->value)
            letters[n++] = ':';
    }
    letters[n] = '\0';
}
