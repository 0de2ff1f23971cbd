#include "plan/include.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "data/names.h"
#include "plan/idle.h"
#include "plan/problem.h"
#include "store/file.h"

/* A file that was read, with what it includes. */
struct part {
    char *real; /* its path without links, to know it again */
    struct ini ini;
    int open; /* 1: what it includes is being read */
};

struct reading {
    const struct ini *spec;
    struct part *of[INCLUDES_MAX]; /* the spec's own comes first, without its text */
    size_t n;
    int bad; /* a file has mistakes; what can be read of it is taken, so that no key of it is missed as well */
    struct text *problems;
};

/* The lines that led to a file, with commas between: the first `line` bytes are the one that includes it. */
struct via {
    const char *lines;
    size_t line;
};

static int read_includes(struct reading *r, struct ini *ini, const char *via);

static const char included_in[] = ": included in ", between[] = ", ";

/* The path beside that of the file that has the name. */
static char *path_beside(const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    struct text path = TEXT_INIT;
    if (*name != '/' && slash)
        text_append_bytes(&path, file, (size_t)(slash - file) + 1);
    text_append(&path, name);
    return path.s;
}

/* Moves the lines of a file's own problems, saying which line includes it. */
static void move_problems(struct text *from, const char *path, const char *via, struct text *to)
{
    char **lines = split(text_of(from), "\n", 0, NULL);
    for (char **line = lines; *line; line++) {
        size_t n = starts_with(*line, path) ? strlen(path) : 0;
        n += n && (*line)[n] == ':' ? 1 + strspn(*line + n + 1, "0123456789") : 0;
        text_append_bytes(to, *line, n);
        text_format(to, "%s%s%s\n", n ? included_in : "", n ? via : "", *line + n);
    }
    split_free(lines);
}

static int check_file(const char *path, struct error *e)
{
    struct stat st;
    if (name_check("a file's name", path, e))
        return -1;
    if (stat(path, &st))
        return error_system(e, "cannot open '%s'", path);
    return S_ISREG(st.st_mode) ? 0 : error_set(e, "expected a file, found '%s'", path);
}

static struct part *find_part(const struct reading *r, const char *real)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->of[i]->real, real) == 0)
            return r->of[i];
    return NULL;
}

static struct part *refuse(struct reading *r, const struct via *via, const char *message)
{
    struct text where = TEXT_INIT;
    text_append_bytes(&where, via->lines, via->line);
    if (via->lines[via->line])
        text_format(&where, "%s%s", included_in, via->lines + via->line + strlen(between));
    problem_add(r->problems, text_of(&where), "'include' in [experiment]: %s", message);
    text_release(&where);
    return NULL;
}

/* The file with all that it includes, mistakes in it or not; NULL where it cannot be opened. */
static struct part *read_part(struct reading *r, const char *path, const struct via *via)
{
    struct error e;
    char *real = check_file(path, &e) ? NULL : realpath(path, NULL);
    if (!real)
        return refuse(r, via, e.text);
    struct part *part = find_part(r, real);
    if (part || r->n == INCLUDES_MAX) {
        free(real);
        if (part && !part->open)
            return part;
        error_set(&e, part ? "'%s' includes itself in the end" : "expected fewer files, found '%s' behind 99 others",
                  path);
        return refuse(r, via, e.text);
    }
    struct text own = TEXT_INIT;
    part = r->of[r->n++] = mem_zero(1, sizeof *part);
    part->real = real;
    part->open = 1;
    r->bad |= ini_read(&part->ini, path, &own);
    move_problems(&own, path, via->lines, r->problems);
    text_release(&own);
    r->bad |= read_includes(r, &part->ini, via->lines);
    part->open = 0;
    return part;
}

/* "FILE:LINE: included in VIA" of what a part has itself, what it says already of what it includes. */
static void print_place(const struct part *part, int line, const char *from, const char *via, struct text *out)
{
    text_clear(out);
    if (from)
        text_append(out, from);
    else
        text_format(out, "%s:%d%s%s", part->ini.path, line, included_in, via);
}

/* Are both the same line of the same file, maybe included twice? */
static int same_place(const char *a, const char *b)
{
    const char *end = strstr(a, included_in), *other = strstr(b, included_in);
    return end && other && end - a == other - b && strncmp(a, b, (size_t)(end - a)) == 0;
}

/* Does a file set the key itself that leads to this include, the including one or one before it? The parts that are
 * open are those. */
static int is_settled(const struct reading *r, const struct ini_entry *entry)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct ini *file = i ? &r->of[i]->ini : r->spec;
        const struct ini_entry *own = r->of[i]->open ? ini_find(file, entry->section, entry->key) : NULL;
        if (own && !own->from)
            return 1;
    }
    return 0;
}

static int merge_entry(struct reading *r, struct ini *ini, const struct ini_entry *entry, const char *place)
{
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *other = &ini->entries[i];
        if (strcmp(other->section, entry->section) != 0 || strcmp(other->key, entry->key) != 0)
            continue;
        if (is_settled(r, entry) || same_place(other->from, place))
            return 0;
        return problem_add(r->problems, place,
                           "key '%s' in [%s] is in two includes, the other is %s: set it in '%s', which goes over both",
                           entry->key, entry->section, other->from, ini->path);
    }
    ini_add(ini, entry->section, entry->key, entry->value, place);
    return 0;
}

static int merge(struct reading *r, struct ini *ini, const struct part *part, const char *via)
{
    int bad = 0;
    struct text place = TEXT_INIT;
    for (size_t i = 0; i < part->ini.n_sections; i++) {
        const struct ini_section *section = &part->ini.sections[i];
        print_place(part, section->line, section->from, via, &place);
        if (!ini_find_section(ini, section->name))
            ini_add_section(ini, section->name, text_of(&place));
    }
    for (size_t i = 0; i < part->ini.n; i++) {
        const struct ini_entry *entry = &part->ini.entries[i];
        print_place(part, entry->line, entry->from, via, &place);
        if (strcmp(entry->section, "experiment") != 0 || strcmp(entry->key, "include") != 0)
            bad |= merge_entry(r, ini, entry, text_of(&place));
    }
    text_release(&place);
    return bad;
}

/* `via`: the lines that led to this file, "" for the spec itself. */
static int read_includes(struct reading *r, struct ini *ini, const char *via)
{
    const struct ini_entry *entry = ini_find(ini, "experiment", "include");
    struct text where = TEXT_INIT;
    int bad = 0;
    if (!entry)
        return 0;
    const char *base = entry->line ? ini->path : "";
    if (entry->line)
        text_format(&where, "%s:%d", ini->path, entry->line);
    else
        text_append(&where, "-D experiment.include");
    const size_t line = where.length;
    if (*via)
        text_format(&where, "%s%s", between, via);
    const struct via own = { text_of(&where), line };
    char **names = split(entry->value, ", \t", 0, NULL);
    for (char **name = names; *name; name++) {
        char *path = path_beside(base, *name);
        const struct part *part = read_part(r, path, &own);
        bad |= part ? merge(r, ini, part, own.lines) : -1;
        free(path);
    }
    split_free(names);
    text_release(&where);
    return bad;
}

/* The real paths of all files, NULL-terminated; those of the parts are taken over. */
static char **take_names(struct reading *r)
{
    char **files = mem_zero(r->n + 1, sizeof *files);
    for (size_t i = 0; i < r->n; i++)
        files[i] = r->of[i]->real;
    return files;
}

int spec_include(struct ini *ini, char ***files, struct text *problems)
{
    struct reading r = { .spec = ini, .n = 1, .problems = problems };
    struct part spec = { .real = realpath(ini->path, NULL), .open = 1 };
    if (!spec.real)
        spec.real = mem_string(ini->path);
    r.of[0] = &spec;
    const int bad = read_includes(&r, ini, "") | r.bad;
    *files = take_names(&r);
    for (size_t i = 1; i < r.n; i++) {
        ini_release(&r.of[i]->ini);
        free(r.of[i]);
    }
    return bad;
}

static int is_printed(const struct spec *s, const struct plan *p, const struct ini_entry *entry)
{
    if (strcmp(entry->section, "experiment") == 0 && strcmp(entry->key, "include") == 0)
        return 0;
    const struct setting *k = sections_setting(&s->suite->sections, entry->section, entry->key);
    return !entry->from || !k || plan_depends(p, k);
}

/* A value of -D may have what is the start of a comment in a file. */
static void print_value(const struct ini_entry *entry, struct text *out)
{
    text_format(out, "%s = %s\n", entry->key, entry->value);
    for (char *c = out->s + out->length - strlen(entry->value) - 1; *c && !entry->line && !entry->from; c++)
        if (*c == ';')
            *c = ',';
}

void spec_as_one(const struct spec *s, const struct plan *p, struct text *out)
{
    text_append(out, s->ini.head);
    for (size_t i = 0; i < s->ini.n_sections; i++) {
        const char *section = s->ini.sections[i].name;
        int begun = 0;
        for (size_t k = 0; k < s->ini.n; k++) {
            const struct ini_entry *entry = &s->ini.entries[k];
            if (strcmp(entry->section, section) != 0 || !is_printed(s, p, entry))
                continue;
            if (!begun)
                text_format(out, "[%s]\n", section);
            print_value(entry, out);
            begun = 1;
        }
    }
}
