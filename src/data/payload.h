/* What a file holds, however it is packed: the checksum of its payload. */
#ifndef DATA_PAYLOAD_H
#define DATA_PAYLOAD_H

#include "base/error.h"
#include "base/hash.h"

struct payload {
    long long bytes;
    char sha256[SHA256_HEX], md5[MD5_HEX];
};

/* Of a file, its bytes; of FILE.gz, the bytes that it decompresses to, which do not depend on
 * the program that packed them; of a folder, the lines "SHA256  PATH\n" of the files below it
 * in the order of their paths (`bytes` is the sum of theirs). A FILE.gz that decompresses to more than `most` bytes is
 * an error, however much more it is. */
int payload_measure(const char *path, long long most, struct payload *p, struct error *e);

#endif
