#include "store/archive.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"

/* Integers and arrays are written and mapped as they lie in memory. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "archives are little-endian");

enum { MAGIC_BYTES = 8, ALIGNMENT = 64, NAME_MAX_BYTES = 255, END_BYTES = sizeof(uint32_t) + SHA256_DIGEST_SIZE };

static const char MAGIC[MAGIC_BYTES + 1] = "LISAEAR1";
static const uint32_t END_MARK = UINT32_MAX;

static const struct {
    const char *name;
    size_t bytes;
} TYPES[] = {
    [ARCHIVE_U8] = { "u8", 1 },   [ARCHIVE_I32] = { "i32", 4 },   [ARCHIVE_F32] = { "f32", 4 },
    [ARCHIVE_F64] = { "f64", 8 }, [ARCHIVE_TEXT] = { "text", 1 },
};
enum { N_TYPES = sizeof TYPES / sizeof *TYPES };

static int name_is_good(const char *name, size_t length)
{
    if (length < 1 || length > NAME_MAX_BYTES)
        return 0;
    for (size_t i = 0; i < length; i++)
        if (name[i] < ' ' || name[i] > '~')
            return 0;
    return 1;
}

/* Elements and bytes of an array. An empty one must have possible other sides too, or a
 * product over some of its sides could overflow in whoever reads it. */
static int measure(enum archive_type type, int rank, const uint64_t *dims, size_t *count, size_t *bytes)
{
    size_t extent = 1;
    int empty = 0;
    for (int i = 0; i < rank; i++) {
        empty |= dims[i] == 0;
        if (__builtin_mul_overflow(extent, dims[i] ? dims[i] : 1, &extent))
            return -1;
    }
    if (__builtin_mul_overflow(extent, TYPES[type].bytes, bytes))
        return -1;
    *count = empty ? 0 : extent;
    if (empty)
        *bytes = 0;
    return 0;
}

/* ---- writing ---- */

struct archive_writer {
    struct atomic_file file;
    struct hash hash;
    uint64_t offset;
    char **names;
    size_t n_names;
    int failed; /* then `error` is what the commit reports */
    struct error error;
};

static void put(struct archive_writer *w, const void *bytes, size_t n)
{
    if (!n)
        return;
    atomic_write(&w->file, bytes, n);
    hash_add(&w->hash, bytes, n);
    w->offset += n;
}

static void put_u32(struct archive_writer *w, uint32_t value)
{
    put(w, &value, sizeof value);
}

struct archive_writer *archive_create(const char *path, struct error *e)
{
    struct archive_writer *w = mem_zero(1, sizeof *w);
    if (atomic_begin(&w->file, path, e)) {
        free(w);
        return NULL;
    }
    hash_init(&w->hash);
    put(w, MAGIC, MAGIC_BYTES);
    return w;
}

static int check_new(const struct archive_writer *w, const char *name, int type, int rank, struct error *e)
{
    if (!name_is_good(name, strlen(name)))
        return error_set(e, "expected a name of 1 to %d printable characters, found '%.300s'", NAME_MAX_BYTES, name);
    for (size_t i = 0; i < w->n_names; i++)
        if (strcmp(w->names[i], name) == 0)
            return error_set(e, "expected different names, found '%s' twice", name);
    if (type < 0 || type >= N_TYPES || rank < 0 || rank > ARCHIVE_RANK_MAX)
        return error_set(e, "'%s': expected a type below %d and a rank of 0 to %d, found %d and %d", name, N_TYPES,
                         ARCHIVE_RANK_MAX, type, rank);
    return 0;
}

void archive_add(struct archive_writer *w, const char *name, enum archive_type type, int rank, const uint64_t *dims,
                 const void *data)
{
    static const char zeros[ALIGNMENT];
    size_t count, bytes;
    if (w->failed)
        return;
    if (check_new(w, name, (int)type, rank, &w->error)) {
        w->failed = 1;
        return;
    }
    if (measure(type, rank, dims, &count, &bytes)) {
        error_set(&w->error, "'%s': expected sides with a product below 2^64, found larger ones", name);
        w->failed = 1;
        return;
    }
    w->names = mem_resize(w->names, w->n_names + 1, sizeof *w->names);
    w->names[w->n_names++] = mem_string(name);

    put_u32(w, (uint32_t)strlen(name));
    put(w, name, strlen(name));
    put_u32(w, (uint32_t)type);
    put_u32(w, (uint32_t)rank);
    put(w, dims, (size_t)rank * sizeof *dims);
    put(w, zeros, (ALIGNMENT - w->offset % ALIGNMENT) % ALIGNMENT);
    put(w, data, bytes);
}

void archive_add_vector(struct archive_writer *w, const char *name, enum archive_type type, size_t n, const void *data)
{
    archive_add(w, name, type, 1, &(uint64_t) { n }, data);
}

void archive_add_text(struct archive_writer *w, const char *name, const char *text)
{
    archive_add_vector(w, name, ARCHIVE_TEXT, strlen(text) + 1, text);
}

void archive_add_number(struct archive_writer *w, const char *name, double value)
{
    archive_add(w, name, ARCHIVE_F64, 0, NULL, &value);
}

static void writer_free(struct archive_writer *w)
{
    for (size_t i = 0; i < w->n_names; i++)
        free(w->names[i]);
    free(w->names);
    free(w);
}

int archive_commit(struct archive_writer *w, struct error *e)
{
    if (w->failed) {
        error_set(e, "%s: %s", w->file.path, w->error.text);
        archive_abandon(w);
        return -1;
    }
    unsigned char digest[SHA256_DIGEST_SIZE];
    hash_digest(&w->hash, digest);
    put_u32(w, END_MARK);
    put(w, digest, sizeof digest);
    int result = atomic_commit(&w->file, e);
    writer_free(w);
    return result;
}

void archive_abandon(struct archive_writer *w)
{
    if (!w)
        return;
    atomic_abandon(&w->file);
    writer_free(w);
}

/* ---- reading ---- */

/* What has not been read yet of the part between magic and end. */
struct rest {
    const char *start, *at, *end;
};

/* The next `n` bytes, or NULL where there are fewer. */
static const void *take(struct rest *r, size_t n)
{
    if (n > (size_t)(r->end - r->at))
        return NULL;
    const void *bytes = r->at;
    r->at += n;
    return bytes;
}

static int take_u32(struct rest *r, uint32_t *value)
{
    const void *bytes = take(r, sizeof *value);
    if (!bytes)
        return -1;
    memcpy(value, bytes, sizeof *value);
    return 0;
}

static int take_padding(struct rest *r)
{
    size_t n = (size_t)(ALIGNMENT - (r->at - r->start) % ALIGNMENT) % ALIGNMENT;
    const char *bytes = take(r, n);
    for (size_t i = 0; bytes && i < n; i++)
        if (bytes[i])
            return -1;
    return bytes ? 0 : -1;
}

static int check_text(const struct archive_entry *entry, struct error *e)
{
    const char *text = entry->data;
    if (entry->rank != 1 || !entry->count || memchr(text, '\0', entry->count) != text + entry->count - 1)
        return error_set(e, "'%s': expected text with one NUL, its last byte, found another form", entry->name);
    return 0;
}

/* Reads one entry; `entry->name` is set as soon as it is known to be good. */
static int take_entry(struct rest *r, struct archive_entry *entry, struct error *e)
{
    long long offset = r->at - r->start;
    uint32_t length, type, rank;
    const char *name;
    if (take_u32(r, &length))
        return error_set(e, "expected an entry at byte %lld, found the end", offset);
    if (length > NAME_MAX_BYTES || !(name = take(r, length)) || !name_is_good(name, length))
        return error_set(e,
                         "expected a name of 1 to %d printable characters at byte %lld, "
                         "found another name or a length of %lu",
                         NAME_MAX_BYTES, offset, (unsigned long)length);
    struct text copy = TEXT_INIT;
    text_append_bytes(&copy, name, length);
    entry->name = copy.s;

    if (take_u32(r, &type) || type >= N_TYPES)
        return error_set(e, "'%s': expected a type below %d, found another or the end", entry->name, N_TYPES);
    if (take_u32(r, &rank) || rank > ARCHIVE_RANK_MAX)
        return error_set(e, "'%s': expected a rank of 0 to %d, found another or the end", entry->name,
                         ARCHIVE_RANK_MAX);
    entry->type = (enum archive_type)type;
    entry->rank = (int)rank;

    const void *dims = take(r, rank * sizeof *entry->dims);
    size_t bytes;
    if (!dims)
        return error_set(e, "'%s': expected %d sides, found the end", entry->name, entry->rank);
    memcpy(entry->dims, dims, rank * sizeof *entry->dims);
    if (measure(entry->type, entry->rank, entry->dims, &entry->count, &bytes))
        return error_set(e, "'%s': expected sides with a product below 2^64, found larger ones", entry->name);
    if (take_padding(r))
        return error_set(e,
                         "'%s': expected zero bytes up to a multiple of %d, found others or "
                         "the end",
                         entry->name, ALIGNMENT);
    size_t left = (size_t)(r->end - r->at);
    entry->data = take(r, bytes);
    if (!entry->data)
        return error_set(e, "'%s': expected %zu bytes of data, found %zu", entry->name, bytes, left);
    return entry->type == ARCHIVE_TEXT ? check_text(entry, e) : 0;
}

static int check_names_differ(const struct archive *a, struct error *e)
{
    const char **names = mem_alloc(a->n_entries, sizeof *names);
    int result = 0;
    for (size_t i = 0; i < a->n_entries; i++)
        names[i] = a->entries[i].name;
    qsort(names, a->n_entries, sizeof *names, compare_strings);
    for (size_t i = 1; i < a->n_entries && result == 0; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            result = error_set(e, "expected different names, found '%s' twice", names[i]);
    free(names);
    return result;
}

/* The end comes first: a file that is cut short or damaged is told by it, and the entries
 * are then read from bytes that are known to be as written. */
static int check_frame(const char *bytes, size_t size, struct error *e)
{
    if (size < MAGIC_BYTES + END_BYTES)
        return error_set(e, "expected an archive of at least %d bytes, found %zu", (int)(MAGIC_BYTES + END_BYTES),
                         size);
    if (memcmp(bytes, MAGIC, MAGIC_BYTES) != 0)
        return error_set(e, "expected an archive that starts with '%s', found other bytes", MAGIC);
    const char *end = bytes + size - END_BYTES;
    if (memcmp(end, &END_MARK, sizeof END_MARK) != 0)
        return error_set(e,
                         "expected the end mark %d bytes before the end, found other bytes "
                         "(is the file cut short?)",
                         (int)END_BYTES);
    return 0;
}

static int check_sum(const char *bytes, size_t size, struct error *e)
{
    const char *end = bytes + size - END_BYTES;
    struct hash h;
    unsigned char digest[SHA256_DIGEST_SIZE];
    hash_init(&h);
    hash_add(&h, bytes, size - END_BYTES);
    hash_digest(&h, digest);
    if (memcmp(digest, end + sizeof END_MARK, sizeof digest) != 0) {
        char expected[SHA256_HEX], found[SHA256_HEX];
        hash_to_hex((const unsigned char *)end + sizeof END_MARK, expected);
        hash_to_hex(digest, found);
        return error_set(e, "expected SHA-256 %s, found %s", expected, found);
    }
    return 0;
}

static int read_entries(struct archive *a, struct error *e)
{
    const char *bytes = a->map;
    struct rest rest = { bytes, bytes + MAGIC_BYTES, bytes + a->size - END_BYTES };
    size_t room = 0;
    while (rest.at < rest.end) {
        if (a->n_entries == room) {
            room = room ? 2 * room : 16;
            a->entries = mem_resize(a->entries, room, sizeof *a->entries);
        }
        struct archive_entry *entry = &a->entries[a->n_entries++];
        *entry = (struct archive_entry) { 0 };
        if (take_entry(&rest, entry, e))
            return -1;
    }
    return check_names_differ(a, e);
}

static int map_file(struct archive *a, struct error *e)
{
    int fd = open(a->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(e, "cannot open '%s'", a->path);
    struct stat s;
    int result = 0;
    if (fstat(fd, &s) != 0)
        result = error_system(e, "cannot read '%s'", a->path);
    else if (!S_ISREG(s.st_mode))
        result = error_set(e, "%s: expected a regular file, found another kind", a->path);
    else if (s.st_size == 0)
        result = error_set(e, "%s: expected an archive, found an empty file", a->path);
    else {
        a->map = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        a->size = (size_t)s.st_size;
        if (a->map == MAP_FAILED) {
            a->map = NULL;
            result = error_system(e, "cannot map '%s'", a->path);
        }
    }
    close(fd);
    return result;
}

static int open_with(struct archive *a, const char *path, int checked, struct error *e)
{
    *a = (struct archive) { .path = mem_string(path) };
    if (map_file(a, e)) {
        archive_release(a);
        return -1;
    }
    if (check_frame(a->map, a->size, e) || (checked && check_sum(a->map, a->size, e)) || read_entries(a, e)) {
        error_prefix(e, "%s", path);
        archive_release(a);
        return -1;
    }
    return 0;
}

int archive_open(struct archive *a, const char *path, struct error *e)
{
    return open_with(a, path, 1, e);
}

int archive_open_unchecked(struct archive *a, const char *path, struct error *e)
{
    return open_with(a, path, 0, e);
}

void archive_release(struct archive *a)
{
    for (size_t i = 0; i < a->n_entries; i++)
        free(a->entries[i].name);
    free(a->entries);
    if (a->map)
        munmap(a->map, a->size);
    free(a->path);
    *a = (struct archive) { 0 };
}

const struct archive_entry *archive_get(const struct archive *a, const char *name, enum archive_type type,
                                        struct error *e)
{
    for (size_t i = 0; i < a->n_entries; i++) {
        const struct archive_entry *entry = &a->entries[i];
        if (strcmp(entry->name, name) != 0)
            continue;
        if (entry->type == type)
            return entry;
        error_set(e, "%s: expected '%s' as %s, found it as %s", a->path, name, TYPES[type].name,
                  TYPES[entry->type].name);
        return NULL;
    }
    error_set(e, "%s: expected an entry '%s', found none", a->path, name);
    return NULL;
}

const char *archive_text(const struct archive *a, const char *name, struct error *e)
{
    const struct archive_entry *entry = archive_get(a, name, ARCHIVE_TEXT, e);
    return entry ? entry->data : NULL;
}

int archive_number(const struct archive *a, const char *name, double *value, struct error *e)
{
    const struct archive_entry *entry = archive_get(a, name, ARCHIVE_F64, e);
    if (!entry)
        return -1;
    if (entry->rank != 0)
        return error_set(e, "%s: expected '%s' as one number, found an array of rank %d", a->path, name, entry->rank);
    memcpy(value, entry->data, sizeof *value);
    return 0;
}

int archive_expect_finite(const struct archive *a, const char *who, struct error *e)
{
    for (size_t i = 0; i < a->n_entries; i++) {
        const struct archive_entry *entry = &a->entries[i];
        const float *single = entry->type == ARCHIVE_F32 ? entry->data : NULL;
        const double *wide = entry->type == ARCHIVE_F64 ? entry->data : NULL;
        for (size_t k = 0; k < entry->count && (single || wide); k++)
            if (!isfinite(single ? (double)single[k] : wide[k]))
                return error_set(e, "%s: expected finite numbers in '%s', found %g", who, entry->name,
                                 single ? (double)single[k] : wide[k]);
    }
    return 0;
}
