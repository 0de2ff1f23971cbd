/* store/ini on random bytes, beside a splitter that is written to be seen through: it knows the entries and the lines
 * that are refused, in the simplest way that gives them. */

#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"
#include "store/ini.h"
#include "support/main.h"

static int is_blank(char c)
{
    return c && strchr(" \t\n\v\f\r", c);
}

static char *stripped(const char *from, const char *to)
{
    while (from < to && is_blank(*from))
        from++;
    while (to > from && is_blank(to[-1]))
        to--;
    struct text t = TEXT_INIT;
    text_append_bytes(&t, from, (size_t)(to - from));
    return t.s;
}

static char *without_comment(const char *s)
{
    const char *end = s;
    while (*end && !(*end == ';' && end > s && is_blank(end[-1])))
        end++;
    return stripped(s, end);
}

struct oracle {
    char section[600], key[600]; /* "?" for a section that was refused */
    struct text value;
    int line, key_line;
    int mode;                                   /* 0 nothing above, 1 a value, 2 what was refused */
    struct text seen, sections, entries, wrong; /* "[a]\n[a]b\n"; "2 [a]\n"; "3 [a]b=1\n"; "4\n" */
};

static void oracle_end(struct oracle *o)
{
    if (o->mode == 1 && strcmp(o->section, "?") != 0) {
        text_format(&o->entries, "%d [%s]%s=%s\n", o->key_line, o->section, o->key, text_of(&o->value));
        text_format(&o->seen, "[%s]%s\n", o->section, o->key);
    }
    text_clear(&o->value);
    o->mode = 2;
}

static int is_name(const char *s, const char *letters)
{
    size_t n = strlen(s);
    return n > 0 && n <= INI_NAME && strspn(s, letters) == n;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_.-"

static int oracle_saw(struct oracle *o, const char *what)
{
    struct text lines = TEXT_INIT, line = TEXT_INIT;
    text_format(&lines, "\n%s", text_of(&o->seen));
    text_format(&line, "\n%s\n", what);
    int saw = strstr(lines.s, line.s) != NULL;
    text_release(&lines);
    text_release(&line);
    return saw;
}

static int oracle_section(struct oracle *o, const char *line)
{
    const char *close = strchr(line, ']'), *after = close ? close + 1 + strspn(close + 1, " \t") : NULL;
    if (!close || (*after && (*after != ';' || after == close + 1)))
        return -1;
    struct text header = TEXT_INIT;
    text_append_bytes(&header, line, (size_t)(close - line) + 1);
    snprintf(o->section, sizeof o->section, "%.*s", (int)(close - line) - 1, line + 1);
    size_t n = strlen(o->section);
    int bad = !is_name(o->section, LETTERS " ") || o->section[0] == ' ' || o->section[n - 1] == ' ' ||
              oracle_saw(o, header.s);
    if (bad)
        strcpy(o->section, "?");
    else {
        text_format(&o->seen, "%s\n", header.s);
        text_format(&o->sections, "%d %s\n", o->line, header.s);
    }
    text_release(&header);
    o->mode = bad ? 2 : 0;
    return bad ? -1 : 0;
}

static int oracle_key(struct oracle *o, const char *line)
{
    const char *equals = strpbrk(line, "=:");
    if (!equals || *equals == ':')
        return -1;
    size_t n = (size_t)(equals - line);
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    struct text name = TEXT_INIT;
    snprintf(o->key, sizeof o->key, "%.*s", (int)n, line);
    text_format(&name, "[%s]%s", o->section, o->key);
    int bad = !is_name(o->key, LETTERS) || !o->section[0] || oracle_saw(o, name.s);
    text_release(&name);
    if (bad)
        return -1;
    char *value = without_comment(equals + 1);
    text_append(&o->value, value);
    free(value);
    o->key_line = o->line;
    o->mode = 1;
    return 0;
}

static int oracle_indented(struct oracle *o, const char *line)
{
    char *first = stripped(line, strchr(line, '=') ? strchr(line, '=') : line), *part = without_comment(line);
    int looks = *line == '[' || is_name(first, LETTERS), bad = looks || o->mode == 0;
    if (looks)
        oracle_end(o);
    else if (o->mode == 0)
        o->mode = 2;
    else if (o->mode == 1 && *part)
        text_format(&o->value, "%s%s", o->value.length ? " " : "", part);
    free(first);
    free(part);
    return bad ? -1 : 0;
}

static void oracle_line(struct oracle *o, const char *bytes, size_t n)
{
    struct text line = TEXT_INIT;
    int bad = 0;
    o->line++;
    text_append_bytes(&line, bytes, n - (n > 0 && bytes[n - 1] == '\r'));
    size_t blanks = strspn(line.s, " \t");
    if (strlen(line.s) < line.length) {
        oracle_end(o);
        bad = 1;
    } else if (line.s[blanks] && line.s[blanks] != ';' && line.s[blanks] != '#') {
        if (!blanks)
            oracle_end(o);
        bad = blanks           ? oracle_indented(o, line.s + blanks)
              : *line.s == '[' ? oracle_section(o, line.s)
                               : oracle_key(o, line.s);
    }
    if (bad)
        text_format(&o->wrong, "%d\n", o->line);
    text_release(&line);
}

static void oracle_read(struct oracle *o, const char *bytes, size_t n)
{
    size_t from = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    *o = (struct oracle) { .section = "" };
    for (size_t i = from; i <= n; i++)
        if (i == n ? i > from : bytes[i] == '\n') {
            oracle_line(o, bytes + from, i - from);
            from = i + 1;
        }
    oracle_end(o);
}

/* A file of pieces that mean something, among any bytes. */
static char *random_file(struct rng *rng, size_t *n)
{
    static const char *const pieces[] = { "[a]",  "[b c]",  "[",       "]",      "=",      " = ",    "a",
                                          "b",    "key",    ":",       ";",      " ;",     "#",      " ",
                                          "\t",   "\r",     "\r\n",    "\n",     "\n",     "\n ",    "\n\t",
                                          "\na=", "\nb = ", "\n[a]\n", "\n[c] ", "\nd = ", " ; x\n", "\xc3\xa4",
                                          "\v",   "\f",     "B",       "x, y",   "-._",    "\n  e=" };
    struct text t = TEXT_INIT;
    if (rng_below(rng, 8) == 0)
        text_append(&t, "\xef\xbb\xbf");
    if (rng_below(rng, 4) > 0)
        text_append(&t, "[a]\n");
    for (size_t left = rng_below(rng, 60); left > 0; left--) {
        const char any = (char)rng_below(rng, 256);
        if (rng_below(rng, 50) == 0)
            text_append_bytes(&t, &any, 1);
        else
            text_append(&t, pieces[rng_below(rng, sizeof pieces / sizeof *pieces)]);
        if (rng_below(rng, 100) == 0)
            text_format(&t, "%0*d", (int)(30 + rng_below(rng, 40)), 0);
    }
    *n = rng_below(rng, 4) > 0 ? t.length : rng_below(rng, t.length + 1); /* or cut anywhere */
    char *exact = mem_resize(NULL, *n, 1);                                /* nothing behind its end may be read */
    if (*n)
        memcpy(exact, t.s, *n);
    text_release(&t);
    return exact;
}

static void random_bytes(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 1);
    size_t entries = 0, wrong = 0;
    for (int round = 0; round < 20000; round++) {
        size_t n;
        char *bytes = random_file(&rng, &n);
        struct ini ini;
        struct oracle o;
        struct text problems = TEXT_INIT, found = TEXT_INIT, lines = TEXT_INIT;
        int rc = ini_read_bytes(&ini, "f.ini", bytes, n, &problems);
        for (size_t i = 0; i < ini.n_sections; i++)
            text_format(&found, "%d [%s]\n", ini.sections[i].line, ini.sections[i].name);
        for (size_t i = 0; i < ini.n; i++)
            text_format(&found, "%d [%s]%s=%s\n", ini.entries[i].line, ini.entries[i].section, ini.entries[i].key,
                        ini.entries[i].value);
        for (const char *line = text_of(&problems); *line; line = strchr(line, '\n') + 1) {
            assert_int_equal(strncmp(line, "f.ini:", 6), 0);
            text_format(&lines, "%ld\n", strtol(line + 6, NULL, 10));
            wrong++;
        }
        oracle_read(&o, bytes, n);
        text_append(&o.sections, text_of(&o.entries));
        assert_string_equal(text_of(&found), text_of(&o.sections));
        assert_string_equal(text_of(&lines), text_of(&o.wrong));
        assert_int_equal(rc, lines.length ? -1 : 0);
        entries += ini.n;
        struct text *const used[] = { &problems, &found, &lines, &o.value, &o.seen, &o.sections, &o.entries, &o.wrong };
        for (size_t i = 0; i < sizeof used / sizeof *used; i++)
            text_release(used[i]);
        ini_release(&ini);
        free(bytes);
    }
    assert_true(entries > 10000 && wrong > 10000); /* the files say something, right and wrong */
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(random_bytes) };

TEST_MAIN(tests, NULL, NULL)
