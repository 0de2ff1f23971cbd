/* Writes a PNG of one shade of grey, without a library: the data are stored, not packed.
 * Usage: paint FILE HEIGHT WIDTH SHADE */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 1 << 16 };

static uint32_t crc(const unsigned char *bytes, size_t n)
{
    uint32_t c = 0xffffffff;
    for (size_t i = 0; i < n; i++) {
        c ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? c >> 1 ^ 0xedb88320 : c >> 1;
    }
    return ~c;
}

static uint32_t adler(const unsigned char *bytes, size_t n)
{
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < n; i++) {
        a = (a + bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static void set(unsigned char *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* `chunk` has room for its length before its name, and for its checksum behind `n` bytes. */
static void put(FILE *f, unsigned char *chunk, const char *name, uint32_t n)
{
    set(chunk, n);
    memcpy(chunk + 4, name, 4);
    set(chunk + 8 + n, crc(chunk + 4, n + 4));
    fwrite(chunk, 1, n + 12, f);
}

int main(int argc, char **argv)
{
    static unsigned char header[32], data[ROOM + 64], end[16];
    uint32_t height = argc == 5 ? (uint32_t)atoi(argv[2]) : 0, width = argc == 5 ? (uint32_t)atoi(argv[3]) : 0;
    uint32_t n = height * (width + 1);
    if (n == 0 || height > 255 || width > 255 || n >= ROOM) {
        fputs("usage: paint FILE HEIGHT WIDTH SHADE\n", stderr);
        return 2;
    }
    FILE *f = fopen(argv[1], "wb");
    if (!f) {
        perror(argv[1]);
        return 1;
    }
    set(header + 8, width);
    set(header + 12, height);
    header[16] = 8; /* bits, grey */
    fwrite("\x89PNG\r\n\x1a\n", 1, 8, f);
    put(f, header, "IHDR", 13);
    /* zlib's head, one stored block that is the last, rows without a filter */
    unsigned char *zlib = data + 8, *rows = zlib + 7;
    memcpy(zlib, "\x78\x01\x01", 3);
    zlib[3] = (unsigned char)n;
    zlib[4] = (unsigned char)(n >> 8);
    zlib[5] = (unsigned char)~zlib[3];
    zlib[6] = (unsigned char)~zlib[4];
    for (uint32_t i = 0; i < n; i++)
        rows[i] = (unsigned char)(i % (width + 1) ? atoi(argv[4]) : 0);
    set(rows + n, adler(rows, n));
    put(f, data, "IDAT", n + 11);
    put(f, end, "IEND", 0);
    return fclose(f) ? 1 : 0;
}
