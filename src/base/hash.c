#include "base/hash.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void hash_init(struct hash *h)
{
    sha256_init(&h->sha256);
}

void hash_add(struct hash *h, const void *bytes, size_t n)
{
    sha256_update(&h->sha256, n, bytes);
}

void hash_digest(struct hash *h, unsigned char digest[SHA256_DIGEST_SIZE])
{
    sha256_digest(&h->sha256, SHA256_DIGEST_SIZE, digest);
}

static void to_hex(const uint8_t *digest, size_t n, char *hex)
{
    for (size_t i = 0; i < n; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void hash_hex(struct hash *h, char hex[SHA256_HEX])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    hash_digest(h, digest);
    hash_to_hex(digest, hex);
}

void hash_to_hex(const unsigned char digest[SHA256_DIGEST_SIZE], char hex[SHA256_HEX])
{
    to_hex(digest, SHA256_DIGEST_SIZE, hex);
}

void hash_text(const char *s, char hex[SHA256_HEX])
{
    struct hash h;
    hash_init(&h);
    hash_add(&h, s, strlen(s));
    hash_hex(&h, hex);
}

int hash_file(const char *path, char sha256[SHA256_HEX], char md5[MD5_HEX], struct error *e)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return error_system(e, "cannot open '%s'", path);
    struct sha256_ctx s;
    struct md5_ctx m;
    sha256_init(&s);
    md5_init(&m);
    uint8_t block[1 << 16];
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        if (sha256)
            sha256_update(&s, n, block);
        if (md5)
            md5_update(&m, n, block);
    }
    const int bad = ferror(f) ? error_system(e, "cannot read '%s'", path) : 0;
    fclose(f);
    if (bad)
        return -1;
    uint8_t digest[SHA256_DIGEST_SIZE];
    if (sha256) {
        sha256_digest(&s, SHA256_DIGEST_SIZE, digest);
        to_hex(digest, SHA256_DIGEST_SIZE, sha256);
    }
    if (md5) {
        md5_digest(&m, MD5_DIGEST_SIZE, digest);
        to_hex(digest, MD5_DIGEST_SIZE, md5);
    }
    return 0;
}
