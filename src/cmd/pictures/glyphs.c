#include "cmd/pictures/glyphs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Is there nothing to see of it, whatever the font has? */
static int is_invisible(unsigned long code)
{
    static const unsigned long ranges[][2] = {
        { 0x0, 0x7f },                            /* ASCII, which every font has */
        { 0x80, 0x9f },     { 0xad, 0xad },       /* controls, the soft hyphen */
        { 0x200b, 0x200f }, { 0x202a, 0x202e },   /* joiners, directions */
        { 0x2060, 0x206f }, { 0xfe00, 0xfe0f },   /* the same, selectors of variants */
        { 0xfeff, 0xfeff }, { 0xe0000, 0xe0fff }, /* byte order mark, tags, more selectors */
    };
    size_t i = 0, n = sizeof ranges / sizeof *ranges;
    while (i < n && (code < ranges[i][0] || code > ranges[i][1]))
        i++;
    return i < n;
}

static int holds(const char *charsets, unsigned long code)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    for (const char *at = charsets; *at;) {
        char *end;
        const size_t n = strspn(at, digits);
        /* the word "charset=" has letters that are digits, too: a range stands behind '=' or a blank */
        const int begins = at == charsets || at[-1] == '=' || at[-1] == ' ' || at[-1] == '\n';
        if (!n || !begins) {
            at += n ? n : 1;
            continue;
        }
        unsigned long from = strtoul(at, &end, 16), to = from;
        if (*end == '-')
            to = strtoul(end + 1, &end, 16);
        if (from <= code && code <= to)
            return 1;
        at = end;
    }
    return 0;
}

void glyphs_find_missing(const char *text, const char *charsets, struct text *missing)
{
    const char *end = text + strlen(text);
    unsigned long code;
    for (size_t n; text < end; text += n ? n : 1) {
        char character[8] = "";
        n = utf8_decode(text, (size_t)(end - text), &code);
        memcpy(character, text, n);
        if (!n || is_invisible(code) || strstr(text_of(missing), character) || holds(charsets, code))
            continue;
        text_format(missing, "%s%s", missing->length ? " " : "", character);
    }
}

/* Are all characters ASCII? */
static int is_plain(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

int glyphs_missing_here(const char *text, struct text *missing, struct error *e)
{
    struct text charsets = TEXT_INIT;
    char bytes[4096];
    size_t n;
    if (is_plain(text))
        return 0;
    FILE *f = popen("exec fc-list : charset 2> /dev/null", "re");
    while (f && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
        text_append_bytes(&charsets, bytes, n);
    int bad = !f || pclose(f) != 0 || charsets.length == 0;
    if (bad)
        error_set(e, "cannot ask fontconfig (`fc-list`) which characters its fonts have");
    else
        glyphs_find_missing(text, text_of(&charsets), missing);
    text_release(&charsets);
    return bad ? -1 : 0;
}
