#include "data/catalogue.h"

#include <ctype.h>
#include <string.h>

#include "base/memory.h"
#include "data/dataset.h"
#include "data/entry_words.h"
#include "data/names.h"
#include "store/file.h"
#include "store/ini.h"

/* Keys that may stand several times with a number: "url.1", "url.2". */
static const char *const DATASET_KEYS[] = { "name",       "title",  "reader", "licence",  "citation",   "homepage",
                                            "note",       "height", "width",  "channels", "classes",    "train_count",
                                            "test_count", "invert", "grey",   "resize",   "zero_label", NULL };
static const char *const EDITION_KEYS[] = { "note", "train_count", "test_count", "reading", NULL };
static const char *const SOURCE_KEYS[] = { "kind", "url", "folder", "package", "suffix", "archive", "edition", NULL };
static const char *const NUMBERED_KEYS[] = { "classes", "url", "folder", NULL };
static const char *const SECTIONS[] = { "dataset", "edition", "source", NULL };

static const char *const SOURCE_KINDS[] = {
    [SOURCE_FOLDER] = "folder", [SOURCE_DEBIAN] = "debian", [SOURCE_URL] = "url", [SOURCE_NPM] = "npm", NULL
};

struct parse {
    const struct ini *ini;
    struct text *problems;
    struct catalogue_entry *c;
    int failed;
};

#define COMPLAIN(p, line, ...) ((p)->failed = 1, ini_complain((p)->problems, (p)->ini, line, __VA_ARGS__))

static int find_word(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* "train.2" is "train"; a name without a number is itself. */
static void base_of(const char *key, char base[INI_NAME + 1])
{
    size_t n = strlen(key), digits = n;
    while (digits > 0 && isdigit((unsigned char)key[digits - 1]))
        digits--;
    if (digits < n && digits > 1 && key[digits - 1] == '.')
        n = digits - 1;
    memcpy(base, key, n);
    base[n] = '\0';
}

static void unknown(struct parse *p, int line, const char *what, const char *word, const char *const *known)
{
    COMPLAIN(p, line, "unknown %s '%s'%s", what, word, hint_for(word, known).text);
}

static char *get_text(struct parse *p, const char *section, const char *key)
{
    const char *value = ini_get(p->ini, section, key);
    return mem_string(value ? value : "");
}

static long get_number(struct parse *p, const char *section, const char *key, long least, long most, long otherwise)
{
    const struct ini_entry *e = ini_find(p->ini, section, key);
    long value = otherwise;
    if (e && (parse_long(e->value, &value) || value < least || value > most)) {
        COMPLAIN(p, e->line, "expected %s of %ld to %ld, found '%s'", key, least, most, e->value);
        return otherwise;
    }
    return value;
}

static int get_switch(struct parse *p, const char *section, const char *key)
{
    static const char *const words[] = { "off", "on", NULL };
    const struct ini_entry *e = ini_find(p->ini, section, key);
    int value = e ? find_word(words, e->value) : 0;
    if (value < 0)
        COMPLAIN(p, e->line, "expected %s to be on or off, found '%s'", key, e->value);
    return value == 1;
}

/* The values of "key" or "key.1", "key.2", ... in the file's order. */
static char **get_list(const struct parse *p, const char *section, const char *key, size_t *n)
{
    char base[INI_NAME + 1], **list = mem_resize(NULL, 1, sizeof *list);
    *n = 0;
    for (size_t i = 0; i < p->ini->n; i++) {
        const struct ini_entry *e = &p->ini->entries[i];
        base_of(e->key, base);
        if (strcmp(e->section, section) == 0 && strcmp(base, key) == 0 && *e->value) {
            list = mem_resize(list, *n + 2, sizeof *list);
            list[(*n)++] = mem_string(e->value);
        }
    }
    list[*n] = NULL;
    return list;
}

static int is_hex(const char *s, size_t n)
{
    return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

static int parse_digest(struct catalogue_file *f, const char *word)
{
    static const struct {
        const char *prefix;
        enum digest digest;
        size_t digits;
    } forms[] = { { "sha256:", DIGEST_SHA256, SHA256_HEX - 1 }, { "md5:", DIGEST_MD5, MD5_HEX - 1 } };
    if (strcmp(word, "archive") == 0) {
        f->digest = DIGEST_ARCHIVE;
        return 0;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t n = strlen(forms[i].prefix);
        if (starts_with(word, forms[i].prefix) && is_hex(word + n, forms[i].digits)) {
            f->digest = forms[i].digest;
            memcpy(f->hex, word + n, forms[i].digits + 1);
            return 0;
        }
    }
    return -1;
}

/* "FILE", "FILE BYTES DIGEST" */
static int parse_file(struct parse *p, struct catalogue_file *f, const struct ini_entry *e)
{
    size_t n;
    char **words = split(e->value, " \t", 0, &n);
    long bytes = -1;
    int rc = 0;
    *f = (struct catalogue_file) { .bytes = -1, .line = e->line };
    if (n != 1 && n != 3)
        rc = COMPLAIN(p, e->line,
                      "expected FILE BYTES DIGEST (or FILE alone, to be told them), "
                      "found '%s'",
                      e->value);
    else if (!entry_file_good(words[0]))
        rc = COMPLAIN(p, e->line, "expected a file's name without a folder%s, found '%s'",
                      words[0][0] == '-' ? " and with no '-' first" : "", words[0]);
    else if (n == 3 && strcmp(words[1], "-") != 0 && (parse_long(words[1], &bytes) || bytes < 0))
        rc = COMPLAIN(p, e->line,
                      "expected a number of bytes, or - where it is not known, "
                      "found '%s'",
                      words[1]);
    else if (n == 3 && parse_digest(f, words[2]))
        rc = COMPLAIN(p, e->line,
                      "expected sha256: with 64 or md5: with 32 hexadecimal digits, or "
                      "archive, found '%s'",
                      words[2]);
    if (rc == 0) {
        f->bytes = bytes;
        f->file = mem_string(words[0]);
        f->key = mem_string(e->key);
    }
    split_free(words);
    return rc;
}

static void read_role(struct parse *p, struct edition *edition, const struct ini_section *section, const char *role,
                      int single, int may_be_none)
{
    char base[INI_NAME + 1];
    size_t before = edition->n_files;
    for (size_t i = 0; i < p->ini->n; i++) {
        const struct ini_entry *e = &p->ini->entries[i];
        base_of(e->key, base);
        if (strcmp(e->section, section->name) != 0 || strcmp(base, role) != 0)
            continue;
        if (single && edition->n_files > before)
            COMPLAIN(p, e->line, "expected one file of '%s', found another", role);
        edition->files = mem_resize(edition->files, edition->n_files + 1, sizeof *edition->files);
        struct catalogue_file *f = &edition->files[edition->n_files++];
        parse_file(p, f, e);
        f->role = role;
    }
    if (edition->n_files == before)
        COMPLAIN(p, section->line, "expected a file for '%s' in [%s], found none%s", role, section->name,
                 may_be_none ? ": 'none' is for sets of negatives alone" : "");
}

/* A set that is only for negatives says 'test = none'. */
static int has_no_test(const struct parse *p, const struct ini_section *section, const char *role)
{
    const char *value = ini_get(p->ini, section->name, role);
    return value && strcmp(value, "none") == 0;
}

static int read_any_reading(struct parse *p, const struct ini_section *section)
{
    const struct ini_entry *e = ini_find(p->ini, section->name, "reading");
    if (e && strcmp(e->value, "any") != 0)
        COMPLAIN(p, e->line, "expected 'any' in 'reading', found '%s'", e->value);
    return e != NULL;
}

static void read_edition(struct parse *p, const struct ini_section *section)
{
    struct catalogue_entry *c = p->c;
    struct edition edition = { .name = mem_string(section->name + strlen("edition ")),
                               .note = get_text(p, section->name, "note"),
                               .any_reading = read_any_reading(p, section) };
    long train = get_number(p, "dataset", "train_count", 1, INT32_MAX, 0);
    long test = get_number(p, "dataset", "test_count", 1, INT32_MAX, 0);
    edition.train_count = (size_t)get_number(p, section->name, "train_count", 1, INT32_MAX, train);
    edition.test_count = (size_t)get_number(p, section->name, "test_count", 1, INT32_MAX, test);
    if (strlen(edition.name) >= DATASET_NAME || strchr(edition.name, ' '))
        COMPLAIN(p, section->line, "expected an edition's name of one word, found '%s'", edition.name);
    const struct reader *r = c->reader;
    for (int s = 0; s < 2 && r; s++) {
        if (s == 1 && has_no_test(p, section, reader_role(r, s, 0)))
            break;
        read_role(p, &edition, section, reader_role(r, s, 0), r->labels_apart, s == 1);
        if (r->labels_apart)
            read_role(p, &edition, section, reader_role(r, s, 1), 1, 0);
    }
    c->editions = mem_resize(c->editions, c->n_editions + 1, sizeof *c->editions);
    c->editions[c->n_editions++] = edition;
}

static void check_source(struct parse *p, const struct source *s, const char *section)
{
    static const struct {
        int url, package, folder; /* must be there: 1; must not: 0; may be: -1 */
    } wanted[] = { [SOURCE_FOLDER] = { 0, 0, 1 },
                   [SOURCE_DEBIAN] = { 0, 1, 1 },
                   [SOURCE_URL] = { 1, 0, -1 },
                   [SOURCE_NPM] = { 0, 1, 1 } };
    const struct {
        const char *key;
        int wanted, found;
    } keys[] = { { "url", wanted[s->kind].url, s->urls[0] != NULL },
                 { "package", wanted[s->kind].package, s->package[0] != '\0' },
                 { "folder", wanted[s->kind].folder, s->folders[0] != NULL } };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].wanted >= 0 && keys[i].wanted != keys[i].found)
            COMPLAIN(p, s->line, "a source of kind '%s' needs %s '%s' in [%s]", SOURCE_KINDS[s->kind],
                     keys[i].wanted ? "a" : "no", keys[i].key, section);
}

/* Each word that a program is told, or that is part of a path. */
static void check_words(struct parse *p, const char *section, enum source_kind kind)
{
    const struct {
        const char *key;
        int (*good)(const char *word);
        const char *expected;
    } keys[] = {
        { "url", entry_url_good, "an address http://... or https://..." },
        { "suffix", entry_suffix_good, "an ending like .gz" },
        { "package", kind == SOURCE_NPM ? entry_npm_good : entry_debian_good,
          kind == SOURCE_NPM ? "a package of the npm registry with its version, NAME@1.2.3" : "a Debian package" },
        { "folder", kind == SOURCE_DEBIAN ? entry_root_good : entry_below_good,
          kind == SOURCE_DEBIAN ? "a folder /... without '..'" : "a folder below the source's own, without '..'" },
    };
    char base[INI_NAME + 1];
    for (size_t i = 0; i < p->ini->n; i++) {
        const struct ini_entry *e = &p->ini->entries[i];
        base_of(e->key, base);
        for (size_t k = 0; k < sizeof keys / sizeof *keys && strcmp(e->section, section) == 0; k++)
            if (strcmp(base, keys[k].key) == 0 && *e->value && !keys[k].good(e->value))
                COMPLAIN(p, e->line, "expected %s, found '%s'", keys[k].expected, e->value);
    }
}

static void read_source(struct parse *p, const struct ini_section *section)
{
    struct catalogue_entry *c = p->c;
    const char *name = section->name;
    size_t n;
    struct source s = { .name = mem_string(name + strlen("source ")),
                        .line = section->line,
                        .urls = get_list(p, name, "url", &n),
                        .folders = get_list(p, name, "folder", &n),
                        .package = get_text(p, name, "package"),
                        .suffix = get_text(p, name, "suffix") };
    const char *kind_name = ini_get(p->ini, name, "kind");
    int kind = kind_name ? find_word(SOURCE_KINDS, kind_name) : -1;
    if (kind < 0)
        COMPLAIN(p, section->line, "expected a kind of folder, debian, url or npm in [%s], found '%s'", name,
                 kind_name ? kind_name : "");
    else {
        s.kind = (enum source_kind)kind;
        check_source(p, &s, name);
        check_words(p, name, s.kind);
    }
    const struct ini_entry *archive = ini_find(p->ini, name, "archive");
    if (archive && parse_file(p, &s.archive, archive) == 0 && s.archive.digest != DIGEST_SHA256 &&
        s.archive.digest != DIGEST_MD5)
        COMPLAIN(p, archive->line, "expected an archive with a checksum of its own, found '%s'", archive->value);
    const struct ini_entry *e = ini_find(p->ini, name, "edition");
    const struct edition *edition = e ? catalogue_edition(c, e->value) : c->editions;
    if (e && !edition)
        COMPLAIN(p, e->line, "expected the name of an [edition], found '%s'", e->value);
    s.edition = edition ? (size_t)(edition - c->editions) : 0;
    c->sources = mem_resize(c->sources, c->n_sources + 1, sizeof *c->sources);
    c->sources[c->n_sources++] = s;
}

static void check_class_name(struct parse *p, const char *name)
{
    struct error e;
    const int line = ini_find_section(p->ini, "dataset")->line;
    if (class_name_check(name, &e))
        COMPLAIN(p, line, "%s", e.text);
    else if (strlen(name) > CLASS_NAME_MAX)
        COMPLAIN(p, line, "expected a class's name of at most %d characters, found '%s'", CLASS_NAME_MAX, name);
}

static void read_classes(struct parse *p)
{
    struct class_names *classes = &p->c->classes;
    size_t n;
    char **lines = get_list(p, "dataset", "classes", &n);
    for (size_t i = 0; i < n; i++) {
        char **names = split(lines[i], " \t,", 0, NULL);
        for (char **name = names; *name; name++) {
            size_t before = classes->n;
            check_class_name(p, *name);
            class_number(classes, *name);
            if (classes->n == before)
                COMPLAIN(p, ini_find_section(p->ini, "dataset")->line,
                         "expected at most %d different classes, found '%s' again or too many", READ_CLASSES_MAX,
                         *name);
        }
        split_free(names);
    }
    split_free(lines);
    classes->fixed = classes->n > 0;
}

static void read_resize(struct parse *p)
{
    const struct ini_entry *e = ini_find(p->ini, "dataset", "resize");
    if (!e)
        return;
    size_t n;
    char **words = split(e->value, " \t", 0, &n);
    long side[2] = { 0, 0 };
    for (size_t i = 0; i < 2 && n == 2; i++)
        if (parse_long(words[i], &side[i]) || side[i] < 1 || side[i] > READ_SIDE_MAX)
            n = 0;
    if (n != 2)
        COMPLAIN(p, e->line, "expected resize = HEIGHT WIDTH, found '%s'", e->value);
    p->c->resize_height = (int)side[0];
    p->c->resize_width = (int)side[1];
    split_free(words);
}

/* 1 where the path ends in "/NAME.ini" or is "NAME.ini". */
static int names_file(const char *path, const char *name)
{
    const char *file = path_last(path);
    return starts_with(file, name) && strcmp(file + strlen(name), ".ini") == 0;
}

static void read_dataset(struct parse *p)
{
    struct catalogue_entry *c = p->c;
    const struct ini_section *section = ini_find_section(p->ini, "dataset");
    if (!section) {
        COMPLAIN(p, 0, "expected a section [dataset], found none");
        return;
    }
    const struct ini_entry *name = ini_find(p->ini, "dataset", "name");
    if (!name)
        COMPLAIN(p, section->line, "expected a name in [dataset], found none");
    else if (!catalogue_name_good(name->value) || !names_file(c->path, name->value))
        COMPLAIN(p, name->line, "expected a name of a-z 0-9 _ . - that is the file's too, found '%s'", name->value);
    const struct ini_entry *reader = ini_find(p->ini, "dataset", "reader");
    if (!reader)
        COMPLAIN(p, section->line, "expected a reader in [dataset], found none");
    else if (!(c->reader = reader_find(reader->value)))
        unknown(p, reader->line, "reader", reader->value, reader_names());
    c->height = (int)get_number(p, "dataset", "height", 1, READ_SIDE_MAX, 0);
    c->width = (int)get_number(p, "dataset", "width", 1, READ_SIDE_MAX, 0);
    c->channels = (int)get_number(p, "dataset", "channels", 1, 3, 0);
    c->invert = get_switch(p, "dataset", "invert");
    c->grey = get_switch(p, "dataset", "grey");
    c->zero_label = (int)get_number(p, "dataset", "zero_label", 1, READ_CLASSES_MAX, -1);
    read_resize(p);
    read_classes(p);
}

/* 0 dataset, 1 edition, 2 source, -1 neither. */
static int section_kind(const char *section)
{
    if (strcmp(section, "dataset") == 0)
        return 0;
    return starts_with(section, "edition ") ? 1 : starts_with(section, "source ") ? 2 : -1;
}

static void check_key(struct parse *p, const struct ini_entry *e)
{
    static const char *const *const keys[] = { DATASET_KEYS, EDITION_KEYS, SOURCE_KEYS };
    const char *known[8 + sizeof DATASET_KEYS / sizeof *DATASET_KEYS];
    const struct reader *r = p->c->reader;
    char base[INI_NAME + 1];
    int kind = section_kind(e->section), n = 0;
    if (kind < 0 || (kind == 1 && !r)) /* an unknown reader's roles are unknown */
        return;
    base_of(e->key, base);
    for (const char *const *k = keys[kind]; *k; k++)
        known[n++] = *k;
    int roles = n;
    for (int s = 0; s < 2 && kind == 1; s++)
        for (int labels = 0; labels <= r->labels_apart; labels++)
            known[n++] = reader_role(r, s, labels);
    known[n] = NULL;
    int at = find_word(known, base), numbered = strcmp(base, e->key) != 0;
    if (at < 0 || (numbered && at < roles && find_word(NUMBERED_KEYS, base) < 0))
        unknown(p, e->line, "key", e->key, known);
}

static void read_sections(struct parse *p)
{
    const struct ini *ini = p->ini;
    for (size_t i = 0; i < ini->n_sections; i++)
        if (section_kind(ini->sections[i].name) < 0)
            unknown(p, ini->sections[i].line, "section", ini->sections[i].name, SECTIONS);
    for (size_t i = 0; i < ini->n; i++)
        check_key(p, &ini->entries[i]);
    for (size_t i = 0; i < ini->n_sections; i++)
        if (section_kind(ini->sections[i].name) == 1)
            read_edition(p, &ini->sections[i]);
    if (p->c->n_editions == 0)
        COMPLAIN(p, 0, "expected a section [edition NAME], found none");
    for (size_t i = 0; i < ini->n_sections; i++)
        if (section_kind(ini->sections[i].name) == 2)
            read_source(p, &ini->sections[i]);
}

/* Before any value is put into a message. */
static void check_texts(struct parse *p)
{
    for (size_t i = 0; i < p->ini->n; i++)
        if (!entry_text_good(p->ini->entries[i].value))
            COMPLAIN(p, p->ini->entries[i].line, "expected text without control characters in '%s'",
                     p->ini->entries[i].key);
}

int catalogue_read(struct catalogue_entry *c, const char *path, struct text *problems)
{
    struct ini ini;
    *c = (struct catalogue_entry) { .path = mem_string(path), .zero_label = -1 };
    struct parse p = { .ini = &ini, .problems = problems, .c = c };
    p.failed = ini_read(&ini, path, problems) != 0;
    c->name = get_text(&p, "dataset", "name");
    c->title = get_text(&p, "dataset", "title");
    c->licence = get_text(&p, "dataset", "licence");
    c->citation = get_text(&p, "dataset", "citation");
    c->homepage = get_text(&p, "dataset", "homepage");
    c->note = get_text(&p, "dataset", "note");
    check_texts(&p);
    if (!p.failed) {
        read_dataset(&p);
        read_sections(&p);
    }
    ini_release(&ini);
    return p.failed ? -1 : 0;
}
