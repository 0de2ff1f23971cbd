#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROOM = 320 }; /* the digits of any number that is shown, and more */

/* Adds one to the number that the digits s[0..n-1] are; a point among them is passed over. 1 where they were all nines,
 * which are zeros then. */
static int add_one(char *s, size_t n)
{
    while (n--) {
        if (s[n] == '.')
            continue;
        if (s[n]++ < '9')
            return 0;
        s[n] = '0';
    }
    return 1;
}

/* The first `decimals` digits behind the point of "12.34", zeros where it has fewer; rounded by the next one. */
static void append_rounded(struct text *out, const char *digits, size_t decimals)
{
    char s[2 * ROOM];
    size_t whole = strcspn(digits, "."), n = 0;
    const char *more = digits[whole] ? digits + whole + 1 : "";
    const size_t n_more = strlen(more);
    if (!whole)
        s[n++] = '0';
    memcpy(s + n, digits, whole);
    n += whole;
    if (decimals)
        s[n++] = '.';
    for (size_t i = 0; i < decimals; i++)
        s[n++] = i < n_more ? more[i] : '0';
    if (decimals < n_more && more[decimals] >= '5' && add_one(s, n))
        text_append(out, "1");
    text_append_bytes(out, s, n);
}

static void append_zeros(struct text *out, long n)
{
    while (n-- > 0)
        text_append(out, "0");
}

/* "12.5e-3" without its exponent: "0.0125". -1 where it is written otherwise, or the exponent is far out. */
static int unfold(const char *number, struct text *out)
{
    struct text digits = TEXT_INIT;
    const size_t before = strspn(number, "0123456789");
    const char *more = number + before + (number[before] == '.');
    const size_t behind = strspn(more, "0123456789");
    const char *end = more + behind;
    long exponent = 0;
    int bad = (*end != 'e' && *end != 'E') || parse_long(end + 1 + (end[1] == '+'), &exponent) || exponent < -ROOM ||
              exponent > ROOM;
    text_append_bytes(&digits, number, before);
    text_append_bytes(&digits, more, behind);
    const long n = (long)digits.length, point = (long)before + exponent, whole = point < 0 ? 0 : point < n ? point : n;
    if (!bad) {
        text_append_bytes(out, text_of(&digits), (size_t)whole);
        append_zeros(out, point - n);
        text_append(out, ".");
        append_zeros(out, -point);
        text_append(out, text_of(&digits) + whole);
    }
    text_release(&digits);
    return bad ? -1 : 0;
}

int decimal_append(struct text *out, const char *number, int decimals, enum decimal_sign sign)
{
    char plain[ROOM];
    struct text t = TEXT_INIT, unfolded = TEXT_INIT;
    double value;
    if (parse_double(number, &value) || fabs(value) > 1e100 || decimals < 0 || decimals >= ROOM)
        return -1;
    const char *digits = number + strspn(number, "+-");
    if (unfold(digits, &unfolded) == 0)
        digits = text_of(&unfolded);
    if (digits[strspn(digits, "0123456789.")] || strlen(digits) >= sizeof plain) { /* hexadecimal, or very long */
        snprintf(plain, sizeof plain, "%.20f", fabs(value));
        digits = plain;
    }
    append_rounded(&t, digits, (size_t)decimals);
    int zero = strspn(text_of(&t), "0.") == t.length;
    if (*number == '-' && (sign == SIGN_ALWAYS || !zero))
        text_append(out, "-");
    else if (sign == SIGN_ALWAYS)
        text_append(out, "+");
    text_append(out, text_of(&t));
    text_release(&t);
    text_release(&unfolded);
    return 0;
}

void decimal_share(char out[DECIMAL_SHARE], double share)
{
    static const double MILLION = 1e6, NEAR_HALF = 1e-6;
    const double scaled = share * MILLION;
    long digits = (long)scaled;
    const double rest = scaled - (double)digits;
    if (fabs(rest - 0.5) < NEAR_HALF) { /* the product was rounded, and does not tell the side */
        snprintf(out, DECIMAL_SHARE, "%.6f", share);
        return;
    }
    digits += rest > 0.5;
    for (int i = DECIMAL_SHARE - 2; i > 1; i--, digits /= 10)
        out[i] = (char)('0' + digits % 10);
    out[0] = (char)('0' + digits);
    out[1] = '.';
    out[DECIMAL_SHARE - 1] = '\0';
}
