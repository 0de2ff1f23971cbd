#include "data/names.h"

enum { SHOWN = 5 };

static int is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7f;
}

/* The name with \x1b in the place of what would not show. */
static int refuse(const char *what, const char *name, const char *expected, struct error *e)
{
    struct text shown = TEXT_INIT;
    for (const char *c = name; *c; c++)
        if (is_control((unsigned char)*c) || (unsigned char)*c >= 0x80)
            text_format(&shown, "\\x%02x", (unsigned char)*c);
        else
            text_append_bytes(&shown, c, 1);
    error_set(e, "expected %s %s, found '%.300s'", what, expected, text_of(&shown));
    text_release(&shown);
    return -1;
}

int name_check(const char *what, const char *name, struct error *e)
{
    for (const char *c = name; *c; c++)
        if (is_control((unsigned char)*c))
            return refuse(what, name, "without control characters and line ends", e);
    return 0;
}

/* The length of the UTF-8 sequence (RFC 3629) at `s`, and its value; 0 where there is none. */
static size_t decode(const unsigned char *s, unsigned long *value)
{
    static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xf0 && s[0] < 0xf8 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc0 ? 2 : 0;
    if (n == 0 || s[0] >= 0xf8)
        return 0;
    *value = n == 1 ? s[0] : s[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *value = *value << 6 | (s[i] & 0x3fu);
    }
    return *value < least[n] || *value > 0x10ffff || (*value >= 0xd800 && *value <= 0xdfff) ? 0 : n;
}

int class_name_check(const char *name, struct error *e)
{
    unsigned long c = 0;
    size_t n;
    for (const unsigned char *s = (const unsigned char *)name; *s; s += n) {
        n = decode(s, &c);
        if (n == 0 || c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0xfffe || c == 0xffff)
            return refuse("a class's name", name, "in UTF-8 without control characters and line ends", e);
    }
    return 0;
}

void name_list_add(struct name_list *l, const char *name)
{
    if (l->n++ < SHOWN)
        text_format(&l->first, "%s'%s'", l->n > 1 ? ", " : "", name);
}

void name_list_print(const struct name_list *l, struct text *t)
{
    text_append(t, text_of(&l->first));
    if (l->n > SHOWN)
        text_format(t, " and %zu more", l->n - SHOWN);
}

void name_list_release(struct name_list *l)
{
    text_release(&l->first);
    *l = (struct name_list) { 0 };
}
