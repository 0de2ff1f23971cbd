/* Sentences are put together of words and numbers, for a page in HTML or a text in LaTeX. */
#ifndef REPORT_TEXT_SAY_H
#define REPORT_TEXT_SAY_H

#include <stddef.h>

#include "base/decimal.h"
#include "base/text.h"

enum say_as { SAY_HTML, SAY_TEX };

struct say {
    struct text *out;
    enum say_as as;
    int decimals; /* of numbers of tables */
};

/* Words, whatever characters they have. */
void say_words(const struct say *s, const char *words);
/* The same in bold letters. */
void say_bold(const struct say *s, const char *words);
/* "1,234". */
void say_count(const struct say *s, size_t count);
/* "12 match, ": a count, and words behind it. */
void say_counted(const struct say *s, size_t count, const char *words);
/* A number of a table, rounded; a dash where it is none. In HTML with the number as the table has it. */
void say_number(const struct say *s, const char *cell, enum decimal_sign sign);
/* "[0.951, 0.956]"; nothing where one of both is no number. */
void say_interval(const struct say *s, const char *lo, const char *hi, enum decimal_sign sign);

#endif
