#include "data/stream.h"

#include <errno.h>
#include <string.h>

int stream_open(struct stream *s, const char *path, struct error *e)
{
    errno = 0;
    *s = (struct stream) { .path = path, .file = gzopen(path, "rbe") };
    if (!s->file)
        return error_set(e, "cannot open '%s': %s", path, strerror(errno ? errno : ENOMEM));
    gzbuffer(s->file, 1 << 17);
    return 0;
}

int stream_some(struct stream *s, void *bytes, size_t n, size_t *got, struct error *e)
{
    const unsigned most = 1u << 30;
    *got = 0;
    while (*got < n) {
        unsigned ask = n - *got < most ? (unsigned)(n - *got) : most;
        int length = gzread(s->file, (char *)bytes + *got, ask);
        int code;
        const char *why = gzerror(s->file, &code);
        /* a gzip file that ends early gives its last bytes and Z_BUF_ERROR */
        if (length < 0 || code != Z_OK)
            return error_set(e, "%s: cannot read past byte %zu: %s", s->path, s->offset,
                             code == Z_ERRNO ? strerror(errno) : why);
        if (length == 0)
            break;
        *got += (size_t)length;
        s->offset += (size_t)length;
    }
    return 0;
}

int stream_read(struct stream *s, void *bytes, size_t n, struct error *e)
{
    size_t got;
    if (stream_some(s, bytes, n, &got, e))
        return -1;
    if (got < n)
        return error_set(e, "%s: expected %zu more bytes, found the end at byte %zu", s->path, n - got, s->offset);
    return 0;
}

int stream_packed(const struct stream *s)
{
    return !gzdirect(s->file);
}

int stream_end(struct stream *s, struct error *e)
{
    char byte;
    size_t got, end = s->offset;
    if (stream_some(s, &byte, 1, &got, e))
        return -1;
    if (got)
        return error_set(e, "%s: expected the end at byte %zu, found more", s->path, end);
    return 0;
}

void stream_close(struct stream *s)
{
    if (s->file)
        gzclose(s->file);
    s->file = NULL;
}
