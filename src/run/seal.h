/* The account that a run's meta.ini gives of the run's files, so that none that was cut, exchanged or altered later
 * passes for what the run wrote. It has `format = 3` in [run], and at its end
 *
 *     [files]
 *     scores.csv.gz = BYTES sha256:SUM    a line for each file of the folder
 *     meta.ini = BYTES sha256:SUM         of all that stands before this line
 *
 * The text of spec.ini needs no line, as its sum is the run's ID (plan/run.h), but has one. Runs of format 2, which
 * had the tables in files of their own (run/table.h), and of format 1, which had neither the word nor the section, are
 * read, too. */
#ifndef RUN_SEAL_H
#define RUN_SEAL_H

#include "base/error.h"
#include "base/text.h"
#include "store/ini.h"

/* The line of [run] that says so; the first, so that no cut leaves a meta.ini that looks like one of format 1. */
#define SEAL_FORMAT "format = 3\n"

/* Adds the account of the folder's files to the text of meta.ini, which is not there yet. */
int seal_append(struct text *meta, const char *folder, struct error *e);

/* Reads meta.ini and checks its own sum. 0 or -1; ini_release() either way. */
int seal_open(struct ini *meta, const char *folder, struct error *e);

enum seal_depth {
    SEAL_GLANCE, /* all sizes, and the sums of small files: quick enough for thousands of runs */
    SEAL_TABLES, /* the sums of what tables are made from, too: scores, or files of tables */
    SEAL_ALL
};

/* Is the folder that of the run `id`, and are its files those that were noted? A judged run's model may be gone, which
 * somebody removed to save room. 0; 1 where nothing was noted (format 1) and the text is the run's; -1. */
int seal_check(const struct ini *meta, const char *folder, const char *id, enum seal_depth depth, struct error *e);

/* Both of a folder that is to be whole, with what to do where it is not. 0 or -1. */
int seal_expect(const char *folder, const char *id, enum seal_depth depth, struct error *e);

/* Is this one file of the folder, wherever that is now, the one that was noted? 0, also where nothing was; or -1. */
int seal_check_file(const struct ini *meta, const char *folder, const char *name, struct error *e);

/* Adds what to do about a damaged folder to a message: " (remove 'FOLDER' to have it done anew)", but not where the
 * system did not let read what may be whole; returns -1. */
int seal_remedy(const char *folder, struct error *e);

#endif
