#include "store/ini.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/file.h"

#define REFUSED "?" /* no valid section has this name */

/* Part of the file; not ended by a zero byte. */
struct span {
    const char *s;
    size_t n;
};

/* The start of a line, as much as a message quotes of it. */
enum { QUOTE = 200 };
struct quote {
    char text[QUOTE + sizeof "..."];
};

struct parse {
    struct ini *ini;
    struct text *problems;
    const char *section; /* name of the current one, "" before the first */
    int line, failed;
    /* what an indented line goes on with: nothing, the key below, or what was refused and is left out */
    enum { NO_VALUE, VALUE, LEFT_OUT } above;
    char key[INI_NAME + 1];
    int key_line;
    struct text value; /* so far */
};

int ini_complain(struct text *problems, const struct ini *ini, int line, const char *format, ...)
{
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    text_append(problems, ini->path);
    if (line > 0)
        text_format(problems, ":%d", line);
    text_append(problems, ": ");
    text_append_shown(problems, message);
    text_append(problems, "\n");
    return -1;
}

static int valid(const char *name, const char *extra)
{
    const char *letters = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
    size_t n = strlen(name);
    if (n == 0 || n > INI_NAME)
        return 0;
    for (; *name; name++)
        if (!strchr(letters, *name) && !strchr(extra, *name))
            return 0;
    return 1;
}

int ini_valid_key(const char *name)
{
    return valid(name, "");
}

static int valid_section(const char *name)
{
    return valid(name, " ") && name[0] != ' ' && !ends_with(name, " ");
}

const struct ini_entry *ini_find(const struct ini *ini, const char *section, const char *key)
{
    for (size_t i = 0; i < ini->n; i++)
        if (strcmp(ini->entries[i].section, section) == 0 && strcmp(ini->entries[i].key, key) == 0)
            return &ini->entries[i];
    return NULL;
}

const struct ini_section *ini_find_section(const struct ini *ini, const char *section)
{
    for (size_t i = 0; i < ini->n_sections; i++)
        if (strcmp(ini->sections[i].name, section) == 0)
            return &ini->sections[i];
    return NULL;
}

const char *ini_get(const struct ini *ini, const char *section, const char *key)
{
    const struct ini_entry *e = ini_find(ini, section, key);
    return e ? e->value : NULL;
}

static void add_section(struct ini *ini, const char *name, int line)
{
    ini->sections = mem_resize(ini->sections, ini->n_sections + 1, sizeof *ini->sections);
    ini->sections[ini->n_sections++] = (struct ini_section) { mem_string(name), line, NULL };
}

static void add_entry(struct ini *ini, const char *section, const char *key, const char *value, int line)
{
    ini->entries = mem_resize(ini->entries, ini->n + 1, sizeof *ini->entries);
    ini->entries[ini->n++] = (struct ini_entry) { mem_string(section), mem_string(key), mem_string(value), line, NULL };
}

void ini_add(struct ini *ini, const char *section, const char *key, const char *value, const char *from)
{
    add_entry(ini, section, key, value, 0);
    ini->entries[ini->n - 1].from = mem_string(from);
}

void ini_add_section(struct ini *ini, const char *section, const char *from)
{
    add_section(ini, section, 0);
    ini->sections[ini->n_sections - 1].from = mem_string(from);
}

void ini_set(struct ini *ini, const char *section, const char *key, const char *value)
{
    for (size_t i = 0; i < ini->n; i++) {
        struct ini_entry *e = &ini->entries[i];
        if (strcmp(e->section, section) == 0 && strcmp(e->key, key) == 0) {
            char *copy = mem_string(value);
            free(e->value);
            free(e->from);
            e->value = copy;
            e->line = 0;
            e->from = NULL;
            return;
        }
    }
    if (!ini_find_section(ini, section))
        add_section(ini, section, 0);
    add_entry(ini, section, key, value, 0);
}

void ini_release(struct ini *ini)
{
    for (size_t i = 0; i < ini->n; i++) {
        free(ini->entries[i].section);
        free(ini->entries[i].key);
        free(ini->entries[i].value);
        free(ini->entries[i].from);
    }
    for (size_t i = 0; i < ini->n_sections; i++) {
        free(ini->sections[i].name);
        free(ini->sections[i].from);
    }
    free(ini->entries);
    free(ini->sections);
    free(ini->path);
    free(ini->head);
    *ini = (struct ini) { 0 };
}

#define COMPLAIN(p, ...) ((p)->failed = 1, ini_complain((p)->problems, (p)->ini, (p)->line, __VA_ARGS__))

static struct quote quote(struct span t)
{
    struct quote q;
    size_t n = t.n < QUOTE ? t.n : QUOTE;
    while (n < t.n && n > 0 && ((unsigned char)t.s[n] & 0xc0) == 0x80) /* inside a letter of UTF-8 */
        n--;
    snprintf(q.text, sizeof q.text, "%.*s%s", (int)n, t.s, n < t.n ? "..." : "");
    return q;
}

static struct span skip(struct span t, size_t n)
{
    return (struct span) { t.s + n, t.n - n };
}

static size_t count_blanks(struct span t)
{
    size_t n = 0;
    while (n < t.n && (t.s[n] == ' ' || t.s[n] == '\t'))
        n++;
    return n;
}

static struct span trim(struct span t)
{
    while (t.n > 0 && isspace((unsigned char)t.s[t.n - 1]))
        t.n--;
    while (t.n > 0 && isspace((unsigned char)*t.s))
        t = skip(t, 1);
    return t;
}

/* Without the comment, which a blank and a semicolon start. */
static struct span content(struct span t)
{
    for (size_t i = 1; i < t.n; i++)
        if (t.s[i] == ';' && isspace((unsigned char)t.s[i - 1]))
            t.n = i;
    return trim(t);
}

/* Keeps the value that ends before this line. */
static void end_value(struct parse *p)
{
    if (p->above == VALUE && strcmp(p->section, REFUSED) != 0)
        add_entry(p->ini, p->section, p->key, text_of(&p->value), p->key_line);
    p->above = LEFT_OUT;
    text_clear(&p->value);
}

/* "[name]" and perhaps a comment. */
static int start_section(struct parse *p, struct span line)
{
    const char *close = memchr(line.s, ']', line.n);
    if (!close)
        return COMPLAIN(p, "expected ']' after a section's name, found '%s'", quote(line).text);
    struct span title = { line.s + 1, (size_t)(close - line.s) - 1 }, after = skip(line, title.n + 2);
    size_t blanks = count_blanks(after);
    if (blanks < after.n && (after.s[blanks] != ';' || blanks == 0))
        return COMPLAIN(p, "expected nothing after ']', found '%s'", quote(skip(after, blanks)).text);
    /* keys that follow a bad name belong to it all the same and are left out: one mistake,
     * one message */
    p->section = REFUSED;
    if (title.n > INI_NAME)
        return COMPLAIN(p, "section's name has %zu characters, at most %d are possible", title.n, INI_NAME);
    char name[INI_NAME + 1];
    snprintf(name, sizeof name, "%.*s", (int)title.n, title.s);
    if (!valid_section(name))
        return COMPLAIN(p, "expected a section's name of a-z 0-9 _ . - and blanks, found '%s'", name);
    const struct ini_section *other = ini_find_section(p->ini, name);
    if (other)
        return COMPLAIN(p, "section '%s' stands twice, first in line %d", name, other->line);
    add_section(p->ini, name, p->line);
    p->section = p->ini->sections[p->ini->n_sections - 1].name;
    p->above = NO_VALUE;
    return 0;
}

/* One more part of the value. */
static int add_part(struct parse *p, struct span part)
{
    size_t blank = p->value.length > 0 && part.n > 0, n = p->value.length + blank + part.n;
    if (n > INI_VALUE) {
        p->above = LEFT_OUT;
        return COMPLAIN(p, "value of '%s' has %zu characters up to here, at most %d are possible", p->key, n,
                        INI_VALUE);
    }
    text_append_bytes(&p->value, " ", blank);
    text_append_bytes(&p->value, part.s, part.n);
    return 0;
}

/* "key = ..." */
static int start_value(struct parse *p, struct span line)
{
    size_t n = 0;
    while (n < line.n && !strchr("=:", line.s[n]))
        n++;
    if (n == line.n || line.s[n] != '=')
        return COMPLAIN(p, "expected 'key = value', found '%s'", quote(line).text);
    struct span value = skip(line, n + 1);
    while (n > 0 && (line.s[n - 1] == ' ' || line.s[n - 1] == '\t'))
        n--;
    if (n == 0)
        return COMPLAIN(p, "expected a key before '='");
    if (n > INI_NAME)
        return COMPLAIN(p, "key has %zu characters, at most %d are possible", n, INI_NAME);
    snprintf(p->key, sizeof p->key, "%.*s", (int)n, line.s);
    if (!ini_valid_key(p->key))
        return COMPLAIN(p, "expected a key of a-z 0-9 _ . -, found '%s'", p->key);
    if (!*p->section)
        return COMPLAIN(p, "key '%s' stands before the first [section]", p->key);
    const struct ini_entry *other = ini_find(p->ini, p->section, p->key);
    if (other)
        return COMPLAIN(p, "key '%s' stands twice in [%s], first in line %d", p->key, p->section, other->line);
    p->key_line = p->line;
    p->above = VALUE;
    return add_part(p, content(value));
}

/* A key or a section that was indented by mistake would go into the value above it unseen. */
static int looks_like_start(struct span line)
{
    char key[INI_NAME + 1];
    const char *equals = memchr(line.s, '=', line.n);
    if (*line.s == '[')
        return 1;
    if (!equals)
        return 0;
    struct span name = trim((struct span) { line.s, (size_t)(equals - line.s) });
    snprintf(key, sizeof key, "%.*s", (int)(name.n <= INI_NAME ? name.n : 0), name.s);
    return ini_valid_key(key);
}

/* An indented line, its indentation taken off. */
static int go_on(struct parse *p, struct span line)
{
    if (looks_like_start(line)) {
        end_value(p);
        return COMPLAIN(p,
                        "line starts with a blank, so it goes on with the value above: keys and sections "
                        "start at a line's beginning, found '%s'",
                        quote(line).text);
    }
    if (p->above == NO_VALUE) {
        p->above = LEFT_OUT;
        return COMPLAIN(p, "line starts with a blank, but there is no value above to go on with, found '%s'",
                        quote(line).text);
    }
    return p->above == VALUE ? add_part(p, content(line)) : 0;
}

static int read_line(struct parse *p, struct span line)
{
    size_t blanks = count_blanks(line);
    if (memchr(line.s, '\0', line.n)) {
        end_value(p);
        return COMPLAIN(p, "expected text, found a zero byte");
    }
    if (blanks == line.n || line.s[blanks] == ';' || line.s[blanks] == '#')
        return 0;
    if (blanks)
        return go_on(p, skip(line, blanks));
    end_value(p);
    return line.s[0] == '[' ? start_section(p, line) : start_value(p, line);
}

static char *head_of(struct span text)
{
    struct text head = TEXT_INIT;
    size_t n = 0;
    while (n < text.n && text.s[n] && strchr(";#\r\n", text.s[n])) {
        const char *stop = memchr(text.s + n, '\n', text.n - n);
        n = stop ? (size_t)(stop - text.s) + 1 : text.n;
    }
    text_append_bytes(&head, text.s, n);
    return head.s ? head.s : mem_string("");
}

int ini_read_bytes(struct ini *ini, const char *path, const char *bytes, size_t n, struct text *problems)
{
    *ini = (struct ini) { .path = mem_string(path) };
    struct parse p = { .ini = ini, .problems = problems, .section = "", .above = NO_VALUE };
    struct span rest = { bytes, n };
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        rest = skip(rest, 3);
    ini->head = head_of(rest);
    while (rest.n > 0) {
        const char *stop = memchr(rest.s, '\n', rest.n);
        struct span line = { rest.s, stop ? (size_t)(stop - rest.s) : rest.n };
        rest = skip(rest, stop ? line.n + 1 : line.n);
        if (line.n > 0 && line.s[line.n - 1] == '\r')
            line.n--;
        p.line++;
        read_line(&p, line);
    }
    end_value(&p);
    text_release(&p.value);
    return p.failed ? -1 : 0;
}

int ini_read_text(struct ini *ini, const char *path, const char *text, struct text *problems)
{
    return ini_read_bytes(ini, path, text, strlen(text), problems);
}

int ini_read(struct ini *ini, const char *path, struct text *problems)
{
    struct error e;
    size_t n;
    char *bytes = file_read_most(path, INI_BYTES, &n, &e);
    if (!bytes) {
        *ini = (struct ini) { .path = mem_string(path), .head = mem_string("") };
        text_format(problems, "%s\n", e.text);
        return -1;
    }
    int rc = ini_read_bytes(ini, path, bytes, n, problems);
    free(bytes);
    return rc;
}

void ini_fit(struct text *t)
{
    size_t kept = 0, column = 0;
    for (const char *c = t->s; *c; c++) {
        column = *c == '\n' ? 0 : column + 1;
        if (column <= INI_VALUE)
            t->s[kept++] = *c == ';' || *c == '\r' ? ',' : *c;
    }
    t->s[kept] = '\0';
    t->length = kept;
}
