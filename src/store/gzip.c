#include "store/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "store/file.h"

enum { BLOCK = 1 << 16, WINDOW_BITS = 15, GZIP_FORMAT = 16, MEMORY_LEVEL = 8 };

int gzip_write(const char *path, const void *bytes, size_t n, struct error *e)
{
    unsigned char block[BLOCK];
    const unsigned char *from = bytes;
    z_stream z = { 0 };
    struct atomic_file f;
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_BITS + GZIP_FORMAT, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return error_set(e, "cannot write '%s': zlib does not start", path);
    if (atomic_begin(&f, path, e)) {
        deflateEnd(&z);
        return -1;
    }
    int state;
    do {
        /* zlib counts its input in unsigned int. */
        size_t part = n < BLOCK ? n : BLOCK;
        z.next_in = (unsigned char *)from;
        z.avail_in = (uInt)part;
        from += part;
        n -= part;
        do {
            z.next_out = block;
            z.avail_out = BLOCK;
            state = deflate(&z, n ? Z_NO_FLUSH : Z_FINISH);
            atomic_write(&f, block, BLOCK - z.avail_out);
        } while (z.avail_out == 0);
    } while (n && state != Z_STREAM_ERROR);
    deflateEnd(&z);
    if (state != Z_STREAM_END) {
        atomic_abandon(&f);
        return error_set(e, "cannot write '%s': zlib fails with %d", path, state);
    }
    return atomic_commit(&f, e);
}

static int read_all(gzFile f, const char *path, char **bytes, size_t *length, struct error *e)
{
    size_t room = BLOCK;
    int got, state;
    *length = 0;
    *bytes = mem_resize(NULL, room, 1);
    do {
        if (room - *length <= BLOCK)
            *bytes = mem_resize(*bytes, room *= 2, 1);
        got = gzread(f, *bytes + *length, BLOCK);
        *length += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    (*bytes)[*length] = '\0';
    const char *message = gzerror(f, &state);
    if ((got < 0 || state != Z_OK) && state == Z_ERRNO)
        return error_system(e, "cannot read '%s'", path);
    if (got < 0 || state != Z_OK)
        return error_set(e, "cannot read '%s': %s", path, message);
    if (gzdirect(f))
        return error_set(e, "%s: expected gzip data, found other bytes", path);
    return 0;
}

char *gzip_read(const char *path, size_t *n, struct error *e)
{
    gzFile f = gzopen(path, "rbe");
    if (!f) {
        error_system(e, "cannot open '%s'", path);
        return NULL;
    }
    char *bytes;
    size_t length;
    int bad = read_all(f, path, &bytes, &length, e);
    gzclose(f);
    if (bad) {
        free(bytes);
        return NULL;
    }
    if (n)
        *n = length;
    return bytes;
}
