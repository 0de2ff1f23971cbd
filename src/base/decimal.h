/* Numbers as people read them, rounded from their decimal digits: everything that shows a number of a table rounds it
 * here, so that no two places can differ in the last digit. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/text.h"

enum decimal_sign { SIGN_BELOW_ZERO, SIGN_ALWAYS };

/* Appends `number`, the text of a number, with so many decimals. A half is rounded away from zero, by the digits that
 * stand there and not by the double next to them: 0.9995 with three decimals is 1.000, 0.8125 is 0.813. SIGN_ALWAYS is
 * for differences: "+0.0000" and "-0.0000" tell the side that a number was on before it was rounded; else a zero has no
 * sign. -1, and nothing is appended, where it is no number. */
int decimal_append(struct text *out, const char *number, int decimals, enum decimal_sign sign);

enum { DECIMAL_SHARE = sizeof "0.123456" };

/* A number from 0 to 1 as printf's "%.6f" has it, but sooner: tables of curves have millions. */
void decimal_share(char out[DECIMAL_SHARE], double share);

#endif
