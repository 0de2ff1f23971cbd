/* What nobody should read a run's AUC without: words in the run's meta.ini, `mark` in [run], for tables to show.
 * The note beside them says the same for people, with numbers. */
#ifndef RUN_MARKS_H
#define RUN_MARKS_H

#include "base/text.h"
#include "store/ini.h"

enum run_mark {
    MARK_CONSTANT = 1, /* `constant`: all scores are equal, so the AUC of 0.5 is that of ties */
    MARK_STUCK = 2     /* `stuck`: it, or a first phase that it started from, did not get away from a constant answer */
};

/* Appends the words, with blanks between. */
void marks_words(struct text *t, unsigned marks);
/* Reads them: 0, or -1 where one is no mark (the others are in `*marks` all the same). */
int marks_parse(const char *words, unsigned *marks);
/* Appends the line `mark = WORDS`; nothing where there is no mark. */
void marks_print(struct text *t, unsigned marks);
/* The marks of a run's meta.ini; words that this version does not know are passed over. */
unsigned marks_of(const struct ini *meta);

#endif
