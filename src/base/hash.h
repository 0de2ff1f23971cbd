/* SHA-256 and MD5 (nettle), as lower-case hexadecimal text. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <nettle/md5.h>
#include <nettle/sha2.h>
#include <stddef.h>

#include "base/error.h"

enum { SHA256_HEX = 65, MD5_HEX = 33 };

struct hash {
    struct sha256_ctx sha256;
};

void hash_init(struct hash *h);
void hash_add(struct hash *h, const void *bytes, size_t n);
/* Ends the hash and writes 64 digits and a NUL. */
void hash_hex(struct hash *h, char hex[SHA256_HEX]);
/* Ends the hash and writes 32 bytes. */
void hash_digest(struct hash *h, unsigned char digest[SHA256_DIGEST_SIZE]);

/* The same of a digest that is there already. */
void hash_to_hex(const unsigned char digest[SHA256_DIGEST_SIZE], char hex[SHA256_HEX]);

void hash_text(const char *s, char hex[SHA256_HEX]);

/* Both digests of a whole file; either may be NULL. */
int hash_file(const char *path, char sha256[SHA256_HEX], char md5[MD5_HEX], struct error *e);

#endif
