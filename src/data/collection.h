/* The pictures of a folder or a zip file, or a single one. */
#ifndef DATA_COLLECTION_H
#define DATA_COLLECTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

enum {
    COLLECTION_FILES_MAX = 1 << 24,
    COLLECTION_RATIO_MAX = 100 /* bytes that a zip file unpacks to, for each of its own: pictures are packed already */
};

struct collection_file {
    char *name;     /* its path in the collection */
    uint64_t entry; /* its number in the zip file */
};

struct zip;
struct zip_calls;

struct collection {
    const char *path; /* the caller's, for messages */
    char *folder;     /* stands before the names; NULL: a zip file */
    struct zip *zip;
    struct zip_calls *calls;       /* what reads it */
    struct collection_file *files; /* sorted by their names, byte by byte */
    size_t n;
};

/* Pictures are files whose names end in .png, .jpg, .jpeg or .jpe, in whatever case; what else is there is counted and
 * named in `notes` (lines; may be NULL). `single`: the path may be a picture itself, of whatever name. It is an error
 * where there is no picture, and where a zip file says a name twice or declares to unpack to more than
 * COLLECTION_RATIO_MAX times its size. collection_close() either way. */
int collection_open(struct collection *c, const char *path, int single, struct text *notes, struct error *e);
void collection_close(struct collection *c);

/* The bytes of file `i`, at most PICTURE_FILE_MAX; free(). NULL on failure. */
unsigned char *collection_read(const struct collection *c, size_t i, size_t *n, struct error *e);

#endif
