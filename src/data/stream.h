/* A file read from front to end, decompressed on the way where it is gzip. */
#ifndef DATA_STREAM_H
#define DATA_STREAM_H

#include <stddef.h>
#include <zlib.h>

#include "base/error.h"

struct stream {
    gzFile file;
    const char *path; /* the caller's */
    size_t offset;    /* bytes read */
};

int stream_open(struct stream *s, const char *path, struct error *e);
/* Up to `n` bytes, fewer only at the end; -1 on failure, a gzip file that is cut short among
 * them. */
int stream_some(struct stream *s, void *bytes, size_t n, size_t *got, struct error *e);
/* Exactly `n` bytes. */
int stream_read(struct stream *s, void *bytes, size_t n, struct error *e);
/* 1 where it is gzip; asked after a first read. */
int stream_packed(const struct stream *s);
/* -1 where there is more to read. */
int stream_end(struct stream *s, struct error *e);
void stream_close(struct stream *s);

#endif
