/* Characters that no font of this machine has: a PNG would show a box for each of them, and gnuplot draws such a box at
 * many times its size. An SVG leaves them to whoever looks at it. */
#ifndef CMD_PICTURES_GLYPHS_H
#define CMD_PICTURES_GLYPHS_H

#include "base/error.h"
#include "base/text.h"

/* Appends the characters of `text` (UTF-8) that `charsets` does not hold, each once, with a blank between. `charsets`
 * is what `fc-list : charset` prints: lines of ranges in hexadecimal digits, "20-7e a0 ...". ASCII, and what is not
 * drawn (joiners, selectors of variants), is never among them; bytes that are no UTF-8 are passed over. */
void glyphs_find_missing(const char *text, const char *charsets, struct text *missing);

/* The same for the fonts that fontconfig lists. 0, or -1 where it cannot be asked. */
int glyphs_missing_here(const char *text, struct text *missing, struct error *e);

#endif
