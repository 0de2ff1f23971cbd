/* The one binary format of the suite: named arrays with a checksum. Prepared data sets,
 * checkpoints and saved detectors are archives.
 *
 * File: the 8 bytes "LISAEAR1", then per entry
 *     u32 length of the name, the name, u32 type, u32 rank (0..4), u64 dims[rank],
 *     zero bytes up to a multiple of 64 from the file's start, the data (little-endian),
 * then the u32 0xffffffff (in the place of a name's length) and the 32 bytes of the
 * SHA-256 of all that stands before them. Integers are little-endian. */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum archive_type { ARCHIVE_U8, ARCHIVE_I32, ARCHIVE_F32, ARCHIVE_F64, ARCHIVE_TEXT };
enum { ARCHIVE_RANK_MAX = 4 };

struct archive_writer;

/* NULL on failure. */
struct archive_writer *archive_create(const char *path, struct error *e);
/* `data` has dims[0] * ... * dims[rank-1] elements (1 where rank is 0). Failures are kept
 * and reported by the commit. */
void archive_add(struct archive_writer *w, const char *name, enum archive_type type, int rank, const uint64_t *dims,
                 const void *data);
void archive_add_vector(struct archive_writer *w, const char *name, enum archive_type type, size_t n, const void *data);
void archive_add_text(struct archive_writer *w, const char *name, const char *text);
void archive_add_number(struct archive_writer *w, const char *name, double value);
/* Puts the file in its place (see store/file.h) and frees `w`. */
int archive_commit(struct archive_writer *w, struct error *e);
void archive_abandon(struct archive_writer *w);

struct archive_entry {
    char *name;
    enum archive_type type;
    int rank;
    uint64_t dims[ARCHIVE_RANK_MAX];
    size_t count;     /* elements */
    const void *data; /* inside the mapping, 64-byte aligned */
};

struct archive {
    char *path;
    void *map;
    size_t size;
    struct archive_entry *entries;
    size_t n_entries;
};

/* Maps the file, checks magic, structure, every size and the checksum. */
int archive_open(struct archive *a, const char *path, struct error *e);
/* The same without the checksum, which reads the whole file: for a look at small entries. */
int archive_open_unchecked(struct archive *a, const char *path, struct error *e);
void archive_release(struct archive *a);

/* The entry of this name and type, or NULL with a message. */
const struct archive_entry *archive_get(const struct archive *a, const char *name, enum archive_type type,
                                        struct error *e);
/* A text entry (NUL-terminated in the file) or NULL. */
const char *archive_text(const struct archive *a, const char *name, struct error *e);
/* A 64-bit float of rank 0. */
int archive_number(const struct archive *a, const char *name, double *value, struct error *e);

/* 0 where no number of the archive is infinite or none at all, or -1 with the entry; `who` starts the message. */
int archive_expect_finite(const struct archive *a, const char *who, struct error *e);

#endif
