/* Writes a small made-up data set as four IDX files, always the same bytes for one seed.
 * Usage: synthetic FOLDER SIDE TRAIN TEST SEED
 *
 * Ten classes of SIDE x SIDE grey images, TRAIN and TEST of each: stripes whose slope and width
 * tell the class, moved and dimmed at random, under noise, so that no detector gets all right. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLASSES = 10 };

static uint32_t state;

static int below(int n)
{
    state = state * 1664525u + 1013904223u;
    return (int)((state >> 16) % (uint32_t)n);
}

static FILE *begin(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

static void put_header(FILE *f, uint32_t rank, const uint32_t *dims)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        fputc((0x0800u + rank) >> shift & 0xff, f);
    for (uint32_t i = 0; i < rank; i++)
        for (int shift = 24; shift >= 0; shift -= 8)
            fputc(dims[i] >> shift & 0xff, f);
}

static void put_image(FILE *f, int class, int side)
{
    static const int slope[CLASSES][2] = { { 1, 0 }, { 0, 1 },  { 1, 1 },  { 1, -1 }, { 2, 1 },
                                           { 1, 2 }, { 2, -1 }, { 1, -2 }, { 1, 0 },  { 0, 1 } };
    int period = class < 8 ? 4 + class % 3 : 9, move = below(3), light = 40 + below(60);
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++) {
            int along = slope[class][0] * x + slope[class][1] * y + move + 4 * side * period;
            fputc((along % period < period / 2 ? light : 10) + below(130), f);
        }
}

static void put_split(const char *folder, const char *prefix, int side, int per_class)
{
    char name[64];
    uint32_t dims[3] = { (uint32_t)(CLASSES * per_class), (uint32_t)side, (uint32_t)side };
    snprintf(name, sizeof name, "%s-images-idx3-ubyte", prefix);
    FILE *images = begin(folder, name);
    snprintf(name, sizeof name, "%s-labels-idx1-ubyte", prefix);
    FILE *labels = begin(folder, name);
    put_header(images, 3, dims);
    put_header(labels, 1, dims);
    for (int i = 0; i < CLASSES * per_class; i++) {
        fputc(i % CLASSES, labels);
        put_image(images, i % CLASSES, side);
    }
    if (fclose(images) || fclose(labels)) {
        perror(folder);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: synthetic FOLDER SIDE TRAIN TEST SEED\n", stderr);
        return 2;
    }
    int side = atoi(argv[2]);
    state = (uint32_t)atoi(argv[5]);
    put_split(argv[1], "train", side, atoi(argv[3]));
    put_split(argv[1], "t10k", side, atoi(argv[4]));
    return 0;
}
