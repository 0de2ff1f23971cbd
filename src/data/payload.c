#include "data/payload.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/stream.h"
#include "data/tree.h"
#include "store/file.h"

struct digests {
    struct hash sha256;
    struct md5_ctx md5;
};

static void digests_init(struct digests *d)
{
    hash_init(&d->sha256);
    md5_init(&d->md5);
}

static void digests_add(struct digests *d, const void *bytes, size_t n)
{
    hash_add(&d->sha256, bytes, n);
    md5_update(&d->md5, n, bytes);
}

static void digests_end(struct digests *d, struct payload *p)
{
    uint8_t digest[MD5_DIGEST_SIZE];
    struct text hex = TEXT_INIT;
    hash_hex(&d->sha256, p->sha256);
    md5_digest(&d->md5, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        text_format(&hex, "%02x", digest[i]);
    memcpy(p->md5, hex.s, sizeof p->md5);
    text_release(&hex);
}

static int measure_gzip(const char *path, long long most, struct payload *p, struct error *e)
{
    enum { BLOCK = 1 << 16 };
    struct stream s;
    struct digests d;
    if (stream_open(&s, path, e))
        return -1;
    unsigned char *block = mem_alloc(BLOCK, 1);
    size_t got = BLOCK;
    int rc = 0;
    digests_init(&d);
    while (rc == 0 && got == BLOCK) {
        rc = stream_some(&s, block, BLOCK, &got, e);
        digests_add(&d, block, rc ? 0 : got);
        if (rc == 0 && (long long)s.offset > most)
            rc = error_set(e, "%s: expected at most %lld bytes when decompressed, found more", path, most);
    }
    digests_end(&d, p);
    p->bytes = (long long)s.offset;
    stream_close(&s);
    free(block);
    return rc;
}

static int measure_folder(const char *path, struct payload *p, struct error *e)
{
    struct tree tree;
    if (tree_read(&tree, path, e))
        return -1;
    struct digests d;
    struct text line = TEXT_INIT;
    int rc = 0;
    long long bytes = 0;
    digests_init(&d);
    for (size_t i = 0; i < tree.n && rc == 0; i++) {
        struct stat s;
        char sha256[SHA256_HEX], *file = path_join(path, tree.files[i], NULL);
        rc = hash_file(file, sha256, NULL, e);
        if (rc == 0 && stat(file, &s) == 0)
            bytes += s.st_size;
        text_clear(&line);
        text_format(&line, "%s  %s\n", rc ? "" : sha256, tree.files[i]);
        digests_add(&d, line.s, line.length);
        free(file);
    }
    digests_end(&d, p);
    p->bytes = bytes;
    text_release(&line);
    tree_release(&tree);
    return rc;
}

int payload_measure(const char *path, long long most, struct payload *p, struct error *e)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return error_system(e, "cannot read '%s'", path);
    if (S_ISDIR(s.st_mode))
        return measure_folder(path, p, e);
    if (ends_with(path, ".gz"))
        return measure_gzip(path, most, p, e);
    p->bytes = s.st_size;
    return hash_file(path, p->sha256, p->md5, e);
}
