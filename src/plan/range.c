#include "plan/range.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

__extension__ typedef __int128 wide; /* 38 digits; no step leads out of the range of whole numbers */

enum { DIGITS_MAX = 36, EXPONENT_MAX = 30 };

/* digits * 10^exponent: decimals are added as whole numbers, since 0.1 + 0.2 of binary ones is not 0.3. */
struct decimal {
    wide digits;
    int exponent;
};

static wide power_of_ten(int n)
{
    wide power = 1;
    while (n-- > 0)
        power *= 10;
    return power;
}

/* digits * 10 + add; -1 where there is no room for it. */
static int append_digit(wide *digits, int add)
{
    if (*digits >= power_of_ten(DIGITS_MAX - 1))
        return -1;
    *digits = *digits * 10 + add;
    return 0;
}

/* "-1.25", "2e-3": as parse_double() takes them, but for hexadecimal ones. 0 or -1. */
static int read_decimal(const char *s, struct decimal *d)
{
    const int negative = *s == '-';
    long exponent = 0;
    *d = (struct decimal) { 0, 0 };
    s += negative;
    if (!isdigit((unsigned char)*s))
        return -1;
    for (int after = 0; isdigit((unsigned char)*s) || (*s == '.' && !after); s++)
        if (*s == '.')
            after = 1;
        else if (append_digit(&d->digits, *s - '0'))
            return -1;
        else
            d->exponent -= after;
    if ((*s == 'e' || *s == 'E') && parse_long(s + 1 + (s[1] == '+'), &exponent))
        return -1;
    if (*s && *s != 'e' && *s != 'E')
        return -1;
    if (exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX || d->exponent < -EXPONENT_MAX)
        return -1;
    d->exponent += (int)exponent;
    for (; d->exponent < 0 && d->digits % 10 == 0; d->digits /= 10)
        d->exponent = d->digits ? d->exponent + 1 : 0;
    d->digits = negative ? -d->digits : d->digits;
    return 0;
}

/* The same number with a smaller exponent. */
static int lower(struct decimal *d, int exponent)
{
    const int negative = d->digits < 0;
    wide digits = negative ? -d->digits : d->digits;
    for (; d->exponent > exponent; d->exponent--)
        if (append_digit(&digits, 0))
            return -1;
    d->digits = negative ? -digits : digits;
    return 0;
}

static void print_decimal(wide digits, int exponent, struct text *out)
{
    char reversed[DIGITS_MAX + 2], number[DIGITS_MAX + 2];
    size_t length = 0;
    for (wide rest = digits < 0 ? -digits : digits; rest || !length; rest /= 10)
        reversed[length++] = (char)('0' + (int)(rest % 10));
    for (size_t i = 0; i < length; i++)
        number[i] = reversed[length - 1 - i];
    number[length] = '\0';
    text_clear(out);
    text_append(out, digits < 0 ? "-" : "");
    const int n = (int)length, whole = exponent < 0 ? n + exponent : n;
    if (whole > 0)
        text_append_bytes(out, number, (size_t)whole);
    else
        text_append(out, "0");
    for (int i = 0; i < exponent && digits; i++)
        text_append(out, "0");
    if (exponent >= 0)
        return;
    text_append(out, ".");
    for (int i = whole; i < 0; i++)
        text_append(out, "0");
    text_append(out, number + (whole > 0 ? whole : 0));
}

/* A range that was read: `from` + k * `step` for k up to `n` - 1. */
struct range {
    struct decimal from, to, step;
    size_t n;
};

static int read_range(const char *text, enum ranges kind, struct range *r)
{
    const char *dots = strstr(text, "..");
    char first[64];
    snprintf(first, sizeof first, "%.*s", (int)(dots - text), text);
    char **parts = split(dots + 2, ":", 1, NULL);
    const char *last = parts[0], *step = last ? parts[1] : NULL;
    const int many = step && parts[2];
    int bad = many || !last || dots - text >= (long)sizeof first || read_decimal(first, &r->from) ||
              read_decimal(last, &r->to) || (step && read_decimal(step, &r->step));
    if (!bad && !step)
        r->step = (struct decimal) { 1, 0 };
    const int whole = !bad && r->from.exponent >= 0 && r->to.exponent >= 0 && r->step.exponent >= 0;
    if (!bad && !whole)
        bad = kind == RANGES_WHOLE || !step;
    split_free(parts);
    return bad ? -1 : 0;
}

static int smallest(int a, int b, int c)
{
    const int least = a < b ? a : b;
    return least < c ? least : c;
}

/* Brings the three to one exponent and counts. */
static int count(struct range *r, const char *text, size_t most, struct error *e)
{
    const int exponent = smallest(r->from.exponent, r->to.exponent, r->step.exponent);
    if (lower(&r->from, exponent) || lower(&r->to, exponent) || lower(&r->step, exponent))
        return error_set(e, "expected a range of numbers with at most %d digits, found '%s'", DIGITS_MAX, text);
    if (r->from.digits > r->to.digits)
        return error_set(e, "expected a range a..b with a up to b, found '%s'", text);
    if (r->step.digits <= 0)
        return error_set(e, "expected a range with a step above 0, found '%s'", text);
    const wide steps = (r->to.digits - r->from.digits) / r->step.digits;
    if (steps >= (wide)most)
        return error_set(e, "expected a range of at most %zu numbers, found '%s'", most, text);
    r->n = (size_t)steps + 1;
    return 0;
}

char **range_numbers(const char *text, enum ranges kind, size_t most, size_t *n, struct error *e)
{
    struct range r;
    struct text number = TEXT_INIT;
    if (read_range(text, kind, &r)) {
        error_set(e,
                  kind == RANGES_WHOLE ? "expected a range a..b of whole numbers, found '%s'"
                                       : "expected a range a..b of whole numbers or a..b:step, found '%s'",
                  text);
        return NULL;
    }
    if (count(&r, text, most, e))
        return NULL;
    char **numbers = mem_zero(r.n + 1, sizeof *numbers);
    for (size_t i = 0; i < r.n; i++) {
        print_decimal(r.from.digits + (wide)i * r.step.digits, r.from.exponent, &number);
        numbers[i] = mem_string(text_of(&number));
    }
    text_release(&number);
    *n = r.n;
    return numbers;
}
