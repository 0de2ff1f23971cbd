/* Writes binary inputs that are right, for fuzzers to start from: pictures, zip files, files of data sets.
 * Usage: seeds CORPUS. Works in the folder where it is. */
#include <matio.h>

#include "support/collections.h"
#include "support/readers.h"

static char *corpus;

static void put_seed(const char *target, const char *name, struct text bytes)
{
    char *folder = path_join(corpus, target, NULL), *path = path_join(folder, name, NULL);
    struct error e;
    if (folder_make(folder, &e) || file_write(path, text_of(&bytes), bytes.length, &e))
        abort();
    text_release(&bytes);
    free(folder);
    free(path);
}

static struct text file_text(const char *path)
{
    struct text t = TEXT_INIT;
    struct error e;
    size_t n;
    char *bytes = file_read(path, &n, &e);
    if (!bytes)
        abort();
    text_append_bytes(&t, bytes, n);
    free(bytes);
    return t;
}

static void pictures(void)
{
    static const unsigned char pixels[4 * 4 * 6] = { 1, 2, 3, 200, 100, 50 };
    static const struct {
        const char *name;
        struct png_header header;
    } kinds[] = {
        { "grey", { 4, 4, 8, 0, 4 } },       { "colour", { 4, 4, 8, 2, 12 } },
        { "grey-alpha", { 4, 4, 8, 4, 8 } }, { "colour-alpha", { 4, 4, 8, 6, 16 } },
        { "deep", { 4, 4, 16, 0, 8 } },      { "deep-colour", { 4, 4, 16, 2, 24 } },
        { "bits", { 4, 4, 1, 0, 1 } },       { "palette", { 4, 4, 8, 3, 4 } },
    };
    static const unsigned char palette[256 * 3] = { 9, 8, 7, 6, 5, 4 }, clear[] = { 0, 128 };
    const struct png_chunk chunks[] = { { "PLTE", palette, sizeof palette }, { "tRNS", clear, sizeof clear } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        put_seed("picture", kinds[i].name,
                 make_png_file(kinds[i].header, pixels, chunks, kinds[i].header.type == 3 ? 2 : 0));
    put_seed("picture", "jpeg-grey", make_jpeg(4, 4, JCS_GRAYSCALE, pixels, 0));
    put_seed("picture", "jpeg-colour", make_jpeg(4, 4, JCS_RGB, pixels, 0));
    put_seed("picture", "jpeg-turned", make_jpeg(4, 2, JCS_RGB, pixels, 6));
}

static void zips(void)
{
    static const struct made_picture good[] = { { "a/1.png", 2, 2, 0, 7 }, { "b/1.png", 2, 2, 0, 9 } };
    static const struct made_picture odd[] = { { "1.png", 2, 2, 1, 7 },
                                               { "x/y/2.png", 3, 2, 0, 9 },
                                               { "t.txt", 0, 0, 0, 0 } };
    void *here = ".";
    char *path = write_zip(&here, "good.zip", good, 2);
    put_seed("zip", "good", file_text(path));
    free(path);
    path = write_zip(&here, "odd.zip", odd, 3);
    put_seed("zip", "odd", file_text(path));
    free(path);
}

static void sets(void)
{
    struct text t = TEXT_INIT;
    const unsigned char length[2] = { 0, sizeof IDX_LABELS };
    text_append_bytes(&t, length, 2);
    text_append_bytes(&t, IDX_LABELS, sizeof IDX_LABELS);
    text_append_bytes(&t, IDX_IMAGES, sizeof IDX_IMAGES);
    put_seed("idx", "good", t);
    t = (struct text)TEXT_INIT;
    for (int i = 0; i < 2 * 3073; i++)
        text_append_bytes(&t, i % 3073 ? "\7" : "\1", 1);
    put_seed("cifar", "good", t);
}

static void matlab(void)
{
    static unsigned char x[2 * 3 * 3 * 4], y[4] = { 1, 10, 2, 9 };
    size_t of_x[] = { 2, 3, 3, 4 }, of_y[] = { 4, 1 };
    for (int packed = 0; packed < 2; packed++) {
        enum matio_compression how = packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE;
        mat_t *mat = Mat_CreateVer("seed.mat", NULL, MAT_FT_MAT5);
        matvar_t *vx = Mat_VarCreate("X", MAT_C_UINT8, MAT_T_UINT8, 4, of_x, x, 0);
        matvar_t *vy = Mat_VarCreate("y", MAT_C_UINT8, MAT_T_UINT8, 2, of_y, y, 0);
        if (!mat || Mat_VarWrite(mat, vx, how) || Mat_VarWrite(mat, vy, how))
            abort();
        Mat_VarFree(vx);
        Mat_VarFree(vy);
        Mat_Close(mat);
        put_seed("matlab", packed ? "packed" : "plain", file_text("seed.mat"));
    }
}

int main(int argc, char **argv)
{
    corpus = argc == 2 ? realpath(argv[1], NULL) : NULL;
    if (!corpus) {
        fputs("usage: seeds CORPUS\n", stderr);
        return 2;
    }
    pictures();
    zips();
    sets();
    matlab();
    free(corpus);
    return 0;
}
