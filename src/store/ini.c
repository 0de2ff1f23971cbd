#include "store/ini.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/file.h"

#define REFUSED "?" /* no valid section has this name */

/* inih asks for one line after the other and reports the pairs in between, so the line that
 * was handed out last is the line of the pair. */
struct parse {
    struct ini *ini;
    struct text *problems;
    const char *rest, *end; /* what was not read yet */
    const char *section;    /* name of the current one, "" before the first */
    int line, failed;
};

int ini_complain(struct text *problems, const struct ini *ini, int line, const char *format, ...)
{
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (line > 0)
        text_format(problems, "%s:%d: %s\n", ini->path, line, message);
    else
        text_format(problems, "%s: %s\n", ini->path, message);
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

int ini_valid_section(const char *name)
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
    ini->sections[ini->n_sections++] = (struct ini_section) { mem_string(name), line };
}

static void add_entry(struct ini *ini, const char *section, const char *key, const char *value, int line)
{
    ini->entries = mem_resize(ini->entries, ini->n + 1, sizeof *ini->entries);
    ini->entries[ini->n++] = (struct ini_entry) { mem_string(section), mem_string(key), mem_string(value), line };
}

void ini_set(struct ini *ini, const char *section, const char *key, const char *value)
{
    for (size_t i = 0; i < ini->n; i++) {
        struct ini_entry *e = &ini->entries[i];
        if (strcmp(e->section, section) == 0 && strcmp(e->key, key) == 0) {
            char *copy = mem_string(value);
            free(e->value);
            e->value = copy;
            e->line = 0;
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
    }
    for (size_t i = 0; i < ini->n_sections; i++)
        free(ini->sections[i].name);
    free(ini->entries);
    free(ini->sections);
    free(ini->path);
    *ini = (struct ini) { 0 };
}

#define COMPLAIN(p, ...) ((p)->failed = 1, ini_complain((p)->problems, (p)->ini, (p)->line, __VA_ARGS__))

/* "[name]" and perhaps a comment. */
static int check_section(struct parse *p, const char *line)
{
    const char *close = strchr(line, ']');
    if (!close)
        return COMPLAIN(p, "expected ']' after a section's name, found '%s'", line);
    const char *after = close + 1 + strspn(close + 1, " \t");
    if (*after && (*after != ';' || after == close + 1))
        return COMPLAIN(p, "expected nothing after ']', found '%s'", after);
    char name[INI_LINE + 1];
    snprintf(name, sizeof name, "%.*s", (int)(close - line - 1), line + 1);
    /* keys that follow a bad name belong to it all the same and are left out: one mistake,
     * one message */
    p->section = REFUSED;
    if (strlen(name) > INI_NAME)
        return COMPLAIN(p, "section's name has %zu characters, at most %d are possible", strlen(name), INI_NAME);
    if (!ini_valid_section(name))
        return COMPLAIN(p, "expected a section's name of a-z 0-9 _ . - and blanks, found '%s'", name);
    const struct ini_section *other = ini_find_section(p->ini, name);
    if (other)
        return COMPLAIN(p, "section '%s' stands twice, first in line %d", name, other->line);
    add_section(p->ini, name, p->line);
    p->section = p->ini->sections[p->ini->n_sections - 1].name;
    return 0;
}

/* "key = ..." */
static int check_key(struct parse *p, const char *line)
{
    size_t n = strcspn(line, "=:");
    char key[INI_LINE + 1];
    if (line[n] != '=')
        return COMPLAIN(p, "expected 'key = value', found '%s'", line);
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    snprintf(key, sizeof key, "%.*s", (int)n, line);
    if (n == 0)
        return COMPLAIN(p, "expected a key before '='");
    if (n > INI_NAME)
        return COMPLAIN(p, "key has %zu characters, at most %d are possible", n, INI_NAME);
    if (!ini_valid_key(key))
        return COMPLAIN(p, "expected a key of a-z 0-9 _ . -, found '%s'", key);
    if (!*p->section)
        return COMPLAIN(p, "key '%s' stands before the first [section]", key);
    const struct ini_entry *other = ini_find(p->ini, p->section, key);
    if (other)
        return COMPLAIN(p, "key '%s' stands twice in [%s], first in line %d", key, p->section, other->line);
    return 0;
}

static int check_line(struct parse *p, const char *line)
{
    size_t blanks = strspn(line, " \t");
    if (!line[blanks] || strchr(";#", line[blanks]))
        return 0;
    if (blanks)
        return COMPLAIN(p,
                        "line starts with a blank: a value stands on one line and keys "
                        "start at its beginning, found '%s'",
                        line + blanks);
    return line[0] == '[' ? check_section(p, line) : check_key(p, line);
}

/* inih's reader: the next line without its end, empty where it was refused. */
static char *next_line(char *line, int size, void *context)
{
    struct parse *p = context;
    if (p->rest == p->end)
        return NULL;
    const char *start = p->rest, *stop = memchr(start, '\n', (size_t)(p->end - start));
    size_t n = (size_t)((stop ? stop : p->end) - start);
    p->rest = stop ? stop + 1 : p->end;
    p->line++;
    if (n > 0 && start[n - 1] == '\r')
        n--;
    if (p->line == 1 && n >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0) {
        start += 3;
        n -= 3;
    }
    line[0] = '\0';
    if (memchr(start, '\0', n)) {
        COMPLAIN(p, "expected text, found a zero byte");
        return line;
    }
    if (n > INI_LINE || n + 1 > (size_t)size) {
        COMPLAIN(p, "line has %zu characters, at most %d are possible", n, INI_LINE);
        return line;
    }
    memcpy(line, start, n);
    line[n] = '\0';
    if (check_line(p, line))
        line[0] = '\0';
    return line;
}

static int on_pair(void *context, const char *section, const char *key, const char *value)
{
    (void)section; /* inih keeps the one before a refused header */
    struct parse *p = context;
    if (strcmp(p->section, REFUSED) != 0)
        add_entry(p->ini, p->section, key, value, p->line);
    return 1;
}

static int parse(struct ini *ini, const char *bytes, size_t n, struct text *problems)
{
    struct parse p = { .ini = ini, .problems = problems, .rest = bytes, .end = bytes + n, .section = "" };
    int rc = ini_parse_stream(next_line, &p, on_pair, &p);
    if (rc && !p.failed)
        COMPLAIN(&p, "inih refuses line %d", rc);
    return p.failed ? -1 : 0;
}

int ini_read_text(struct ini *ini, const char *path, const char *text, struct text *problems)
{
    *ini = (struct ini) { .path = mem_string(path) };
    return parse(ini, text, strlen(text), problems);
}

int ini_read(struct ini *ini, const char *path, struct text *problems)
{
    struct error e;
    size_t n;
    *ini = (struct ini) { .path = mem_string(path) };
    char *bytes = file_read(path, &n, &e);
    if (!bytes) {
        text_format(problems, "%s\n", e.text);
        return -1;
    }
    int rc = parse(ini, bytes, n, problems);
    free(bytes);
    return rc;
}

void ini_fit(struct text *t)
{
    size_t kept = 0, column = 0;
    for (const char *c = t->s; *c; c++) {
        column = *c == '\n' ? 0 : column + 1;
        if (column <= INI_LINE)
            t->s[kept++] = *c == ';' || *c == '\r' ? ',' : *c;
    }
    t->s[kept] = '\0';
    t->length = kept;
}
