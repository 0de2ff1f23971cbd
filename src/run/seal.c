#include "run/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "store/file.h"

static const char SECTION[] = "files", META[] = "meta.ini", SPEC[] = "spec.ini", SCORES[] = "scores.csv.gz";

enum { SMALL = 4096 }; /* bytes; at a glance, the sums of files up to here */

/* A line of [files]. */
struct noted {
    long bytes;
    char sum[SHA256_HEX];
};

static void append_line(struct text *meta, const char *name, const struct noted *n)
{
    text_format(meta, "%s = %ld sha256:%s\n", name, n->bytes, n->sum);
}

static void note_bytes(struct noted *n, const char *bytes, size_t length)
{
    struct hash h;
    n->bytes = (long)length;
    hash_init(&h);
    hash_add(&h, bytes, length);
    hash_hex(&h, n->sum);
}

/* The sum of what is there, whose size is known. Thousands of small files are read with fewer calls at once. */
static int note_file(struct noted *n, const char *path, long long size, struct error *e)
{
    size_t length;
    n->bytes = (long)size;
    if (size > SMALL)
        return hash_file(path, n->sum, NULL, e);
    char *bytes = file_read(path, &length, e);
    if (bytes)
        note_bytes(n, bytes, length);
    const int bad = !bytes;
    free(bytes);
    return bad ? -1 : 0;
}

int seal_append(struct text *meta, const char *folder, struct error *e)
{
    size_t n_files;
    struct noted n;
    struct stat s;
    char **names = folder_stems(folder, "", &n_files, e);
    int bad = !names;
    text_format(meta, "[%s]\n", SECTION);
    for (size_t i = 0; !bad && i < n_files; i++) {
        char *path = path_join(folder, names[i], NULL);
        bad = stat(path, &s) != 0 ? error_system(e, "cannot open '%s'", path) : note_file(&n, path, s.st_size, e);
        if (!bad)
            append_line(meta, names[i], &n);
        free(path);
    }
    if (names)
        split_free(names);
    note_bytes(&n, text_of(meta), meta->length);
    append_line(meta, META, &n);
    return bad ? -1 : 0;
}

/* The line of a file; -1 where there is none, or it is not one. */
static int read_noted(const struct ini *meta, const char *name, struct noted *n)
{
    const char *value = ini_get(meta, SECTION, name);
    int used = 0;
    return value && sscanf(value, "%ld sha256:%64[0-9a-f]%n", &n->bytes, n->sum, &used) == 2 && !value[used] &&
                   strlen(n->sum) == SHA256_HEX - 1
               ? 0
               : -1;
}

static int is_sealed(const struct ini *meta)
{
    return ini_get(meta, "run", "format") || ini_find_section(meta, SECTION);
}

/* Is the last line that of all before it? */
static int ends_with_own_sum(const struct ini *meta, const char *bytes, size_t length)
{
    struct noted n;
    struct text line = TEXT_INIT;
    if (read_noted(meta, META, &n) || n.bytes < 0 || (size_t)n.bytes > length)
        return 0;
    size_t before = (size_t)n.bytes;
    note_bytes(&n, bytes, before);
    append_line(&line, META, &n);
    int same = line.length == length - before && memcmp(text_of(&line), bytes + before, line.length) == 0;
    text_release(&line);
    return same;
}

int seal_open(struct ini *meta, const char *folder, struct error *e)
{
    struct text problems = TEXT_INIT;
    size_t length = 0;
    char *path = path_join(folder, META, NULL), *bytes = file_read(path, &length, e);
    *meta = (struct ini) { 0 };
    int bad = !bytes;
    if (!bad && ini_read_bytes(meta, path, bytes, length, &problems))
        bad = error_set(e, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
    if (!bad && is_sealed(meta) && !ends_with_own_sum(meta, bytes, length))
        bad = error_set(e, "%s: expected its own sum in [%s] at its end, found it cut or altered", path, SECTION);
    text_release(&problems);
    free(path);
    free(bytes);
    return bad ? -1 : 0;
}

/* The run's name is the sum of its text. */
static int check_spec(const char *folder, const char *id, struct error *e)
{
    struct noted n;
    size_t length;
    char *path = path_join(folder, SPEC, NULL), *bytes = file_read(path, &length, e);
    int bad = !bytes;
    if (!bad) {
        note_bytes(&n, bytes, length);
        if (strncmp(n.sum, id, strlen(id)) != 0)
            bad = error_set(e, "%s: expected the text of run %s, found that of %.*s", path, id, (int)strlen(id), n.sum);
    }
    free(path);
    free(bytes);
    return bad ? -1 : 0;
}

/* What the tables of an experiment are made from. Scores give the curves, where these have no files. */
static int is_for_tables(const struct ini *meta, const char *name)
{
    return ends_with(name, ".csv") || (strcmp(name, SCORES) == 0 && !ini_get(meta, SECTION, "roc.csv"));
}

static int check_file(const char *folder, const char *name, const struct noted *n, int whole, struct error *e)
{
    struct noted found = { 0 };
    struct stat s;
    char *path = path_join(folder, name, NULL);
    int bad = stat(path, &s) != 0 ? error_system(e, "cannot open '%s'", path) : 0;
    if (!bad && s.st_size != n->bytes)
        bad = error_set(e, "%s: expected the %ld bytes that the run wrote, found %lld", path, n->bytes,
                        (long long)s.st_size);
    if (!bad && (whole || s.st_size <= SMALL) && strcmp(name, SPEC) != 0) {
        bad = note_file(&found, path, s.st_size, e);
        if (!bad && strcmp(found.sum, n->sum) != 0)
            bad = error_set(e, "%s: expected what the run wrote, with the SHA-256 %.12s, found %.12s", path, n->sum,
                            found.sum);
    }
    free(path);
    return bad;
}

static int check_noted(const struct ini *meta, const char *folder, const struct ini_entry *entry, int whole,
                       struct error *e)
{
    struct noted n;
    if (read_noted(meta, entry->key, &n))
        return error_set(e, "%s:%d: expected 'BYTES sha256:SUM' of %s", meta->path, entry->line, entry->key);
    return check_file(folder, entry->key, &n, whole, e);
}

/* A judged run's model is for `lisae score` alone. */
static int may_be_gone(const struct ini *meta, const char *folder, const char *name)
{
    char *path = path_join(folder, name, NULL);
    int gone = strcmp(name, "model.lisae") == 0 && ini_get(meta, SECTION, SCORES) && !path_exists(path);
    free(path);
    return gone;
}

int seal_check(const struct ini *meta, const char *folder, const char *id, enum seal_depth depth, struct error *e)
{
    if (check_spec(folder, id, e))
        return -1;
    if (!is_sealed(meta))
        return 1;
    for (size_t i = 0; i < meta->n; i++) {
        const char *name = meta->entries[i].key;
        if (strcmp(meta->entries[i].section, SECTION) != 0 || strcmp(name, META) == 0 ||
            may_be_gone(meta, folder, name))
            continue;
        const int whole = depth == SEAL_ALL || (depth == SEAL_TABLES && is_for_tables(meta, name));
        if (check_noted(meta, folder, &meta->entries[i], whole, e))
            return -1;
    }
    return 0;
}

int seal_check_file(const struct ini *meta, const char *folder, const char *name, struct error *e)
{
    const struct ini_entry *entry = ini_find(meta, SECTION, name);
    return entry ? check_noted(meta, folder, entry, 1, e) : 0;
}

int seal_remedy(const char *folder, struct error *e)
{
    const struct error why = *e;
    if (error_spares_file(e))
        return -1;
    return error_set(e, "%.*s (remove '%s' to have it done anew)", (int)strcspn(why.text, "\n"), why.text, folder);
}

int seal_expect(const char *folder, const char *id, enum seal_depth depth, struct error *e)
{
    struct ini meta = { 0 };
    const int bad = seal_open(&meta, folder, e) || seal_check(&meta, folder, id, depth, e) < 0;
    ini_release(&meta);
    return bad ? seal_remedy(folder, e) : 0;
}
