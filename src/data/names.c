#include "data/names.h"

#include <string.h>

#include "base/utf8.h"

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

/* Has it a place in names? Not control characters, separators of lines and the two values that XML lacks. */
static int is_allowed(unsigned long c)
{
    return c >= 0x20 && (c < 0x7f || c > 0x9f) && c != 0x2028 && c != 0x2029 && c != 0xfffe && c != 0xffff;
}

int text_name_check(const char *what, const char *name, struct error *e)
{
    const char *end = name + strlen(name);
    unsigned long c;
    size_t n;
    for (const char *s = name; s < end; s += n) {
        n = utf8_decode(s, (size_t)(end - s), &c);
        if (n == 0 || !is_allowed(c))
            return refuse(what, name, "in UTF-8 without control characters and line ends", e);
    }
    return 0;
}

int class_name_check(const char *name, struct error *e)
{
    return text_name_check("a class's name", name, e);
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
