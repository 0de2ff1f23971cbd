/* PNG pictures in a folder or a zip file; the class is the first folder. Where all pictures
 * lie in one and the same folder with further folders below it, as in most zip files, the
 * class is the folder below that one: "images_background/Greek/character01/0394_01.png" is
 * of the class "Greek". Pictures are taken in the order of their paths. */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/reader.h"
#include "data/tree.h"
#include "store/file.h"

enum { PNG_BYTES_MAX = 64 << 20, PICTURES_MAX = 1 << 24 };

/* A folder or a zip file. */
struct collection {
    const char *path;
    zip_t *zip;   /* NULL: a folder */
    char **names; /* of the pictures, sorted; NULL-terminated */
    size_t n;
};

static int is_picture(const char *name)
{
    return (ends_with(name, ".png") || ends_with(name, ".PNG")) && !strstr(name, "/.") && name[0] != '.' &&
           !starts_with(name, "__MACOSX/");
}

static int open_zip(struct collection *c, struct error *e)
{
    int code;
    c->zip = zip_open(c->path, ZIP_RDONLY, &code);
    if (!c->zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        error_set(e, "%s: expected a folder or a zip file: %s", c->path, zip_error_strerror(&error));
        zip_error_fini(&error);
        return -1;
    }
    zip_int64_t n = zip_get_num_entries(c->zip, 0);
    if (n < 0 || n > PICTURES_MAX)
        return error_set(e, "%s: expected at most %d entries, found %lld", c->path, PICTURES_MAX, (long long)n);
    c->names = mem_alloc((size_t)n + 1, sizeof *c->names);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(c->zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
        if (name && is_picture(name))
            c->names[c->n++] = mem_string(name);
    }
    c->names[c->n] = NULL;
    qsort(c->names, c->n, sizeof *c->names, compare_strings);
    return 0;
}

static int open_folder(struct collection *c, struct error *e)
{
    size_t n;
    c->names = tree_list(c->path, &n, e);
    if (!c->names)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (is_picture(c->names[i]))
            c->names[c->n++] = c->names[i];
        else
            free(c->names[i]);
    c->names[c->n] = NULL;
    return 0;
}

static int collection_open(struct collection *c, const char *path, struct error *e)
{
    struct stat s;
    *c = (struct collection) { .path = path };
    int folder = stat(path, &s) == 0 && S_ISDIR(s.st_mode);
    if (folder ? open_folder(c, e) : open_zip(c, e))
        return -1;
    if (c->n == 0)
        return error_set(e, "%s: expected PNG pictures in folders, found none", path);
    return 0;
}

static void collection_close(struct collection *c)
{
    split_free(c->names);
    if (c->zip)
        zip_discard(c->zip);
}

static unsigned char *read_zipped(const struct collection *c, const char *name, size_t *n, struct error *e)
{
    zip_stat_t s;
    zip_file_t *f = NULL;
    unsigned char *bytes = NULL;
    char extra;
    if (zip_stat(c->zip, name, ZIP_FL_ENC_GUESS, &s) != 0 || !(s.valid & ZIP_STAT_SIZE))
        error_set(e, "cannot find its size");
    else if (s.size > PNG_BYTES_MAX)
        error_set(e, "expected at most %d bytes, found %llu", PNG_BYTES_MAX, (unsigned long long)s.size);
    else if (!(f = zip_fopen(c->zip, name, ZIP_FL_ENC_GUESS)))
        error_set(e, "%s", zip_strerror(c->zip));
    else {
        bytes = mem_alloc((size_t)s.size, 1);
        zip_int64_t got = zip_fread(f, bytes, s.size);
        /* the read past the end is the one that checks the entry's CRC */
        if (got < 0 || (zip_uint64_t)got != s.size || zip_fread(f, &extra, 1) != 0) {
            error_set(e, "expected %llu bytes with a good checksum, found others: %s", (unsigned long long)s.size,
                      zip_file_strerror(f));
            free(bytes);
            bytes = NULL;
        }
        *n = (size_t)s.size;
    }
    if (f)
        zip_fclose(f);
    return bytes;
}

static unsigned char *read_picture(const struct collection *c, const char *name, size_t *n, struct error *e)
{
    if (c->zip)
        return read_zipped(c, name, n, e);
    char *path = path_join(c->path, name, NULL);
    unsigned char *bytes = (unsigned char *)file_read(path, n, e);
    free(path);
    return bytes;
}

/* The length of the common first folder, with its slash, or 0. */
static size_t common_folder(const struct collection *c)
{
    const char *first = c->names[0], *slash = strchr(first, '/');
    size_t length = slash ? (size_t)(slash - first) + 1 : 0;
    for (size_t i = 0; i < c->n && length; i++)
        if (strncmp(c->names[i], first, length) != 0 || !strchr(c->names[i] + length, '/'))
            length = 0;
    return length;
}

static int find_class(const struct collection *c, const char *name, size_t skip, struct class_names *classes,
                      int32_t *label, struct error *e)
{
    char class[64];
    size_t n = strcspn(name + skip, "/");
    if (!name[skip + n] || n == 0)
        return error_set(e, "%s: expected pictures in a folder for each class, found '%s'", c->path, name);
    if (n >= sizeof class)
        return error_set(e, "%s: expected a class's name of at most %zu characters, found '%.*s'", c->path,
                         sizeof class - 1, (int)n, name + skip);
    memcpy(class, name + skip, n);
    class[n] = '\0';
    if (strchr(class, '\n'))
        return error_set(e, "%s: expected a class's name without a line end", c->path);
    *label = class_number(classes, class);
    if (*label < 0)
        return error_set(e, "%s: the folder '%s' is none of the %zu classes", c->path, class, classes->n);
    return 0;
}

/* Starts to read a picture: its size and whether it has colour. */
static int begin_png(png_image *png, const void *bytes, size_t n, struct error *e)
{
    *png = (png_image) { .version = PNG_IMAGE_VERSION };
    if (!png_image_begin_read_from_memory(png, bytes, n))
        return error_set(e, "%s", png->message);
    if (png->width > READ_SIDE_MAX || png->height > READ_SIDE_MAX) {
        error_set(e, "expected at most %d pixels a side, found %ux%u", READ_SIDE_MAX, png->height, png->width);
        png_image_free(png);
        return -1;
    }
    png->flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* no gamma of our own for 16-bit files */
    return 0;
}

/* Decodes one picture into row `i`; the first one of all gives the size. `capacity` is the
 * number of rows. A picture with colour among grey ones needs them all to be wider: then 1 is
 * returned and nothing is stored. */
static int decode(struct images *out, size_t i, size_t capacity, const void *bytes, size_t n, struct error *e)
{
    png_image png;
    if (begin_png(&png, bytes, n, e))
        return -1;
    int colour = (png.format & PNG_FORMAT_FLAG_COLOR) != 0, rc = 0;
    if (!out->pixels) {
        rc = images_check_size("pictures", capacity, png.height, png.width, 3, e);
        if (rc == 0)
            images_alloc(out, capacity, (int)png.height, (int)png.width, colour ? 3 : 1);
    }
    if (rc == 0 && ((int)png.height != out->height || (int)png.width != out->width))
        rc = error_set(e, "expected %dx%d pixels as in the first picture, found %ux%u", out->height, out->width,
                       png.height, png.width);
    if (rc == 0 && colour && out->channels == 1)
        rc = 1;
    if (rc == 0) {
        png.format = out->channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
        /* what is transparent is black */
        if (!png_image_finish_read(&png, &(png_color) { 0 }, out->pixels + i * images_size(out), 0, NULL))
            rc = error_set(e, "%s", png.message);
    }
    png_image_free(&png);
    return rc;
}

/* The first `n` rows with three channels. */
static void widen(struct images *im, size_t n)
{
    struct images rgb;
    size_t pixels = n * images_size(im);
    images_alloc(&rgb, im->n, im->height, im->width, 3);
    for (size_t p = 0; p < pixels; p++)
        memset(rgb.pixels + 3 * p, im->pixels[p], 3);
    memcpy(rgb.labels, im->labels, n * sizeof *rgb.labels);
    images_release(im);
    *im = rgb;
}

static int add_picture(struct images *out, size_t i, size_t capacity, const struct collection *c, const char *name,
                       struct error *e)
{
    size_t n;
    struct error inner = { "" };
    unsigned char *bytes = read_picture(c, name, &n, &inner);
    int rc = bytes ? decode(out, i, capacity, bytes, n, &inner) : -1;
    if (rc > 0) {
        widen(out, i);
        rc = decode(out, i, capacity, bytes, n, &inner);
    }
    free(bytes);
    return rc ? error_set(e, "%s: '%s': %s", c->path, name, inner.text) : 0;
}

static int read_pictures(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e)
{
    struct collection *all = mem_zero(in->n_files, sizeof *all);
    size_t capacity = 0, row = 0;
    int rc = in->n_files ? 0 : error_set(e, "expected a folder or a zip file, found none");
    images_init(out);
    for (size_t k = 0; k < in->n_files && rc == 0; k++) {
        rc = collection_open(&all[k], in->files[k], e);
        capacity += all[k].n;
    }
    for (size_t k = 0; k < in->n_files && rc == 0; k++) {
        size_t skip = common_folder(&all[k]);
        for (size_t i = 0; i < all[k].n && rc == 0; i++, row++) {
            int32_t label = 0;
            const char *name = all[k].names[i];
            rc = find_class(&all[k], name, skip, classes, &label, e) ||
                         add_picture(out, row, capacity, &all[k], name, e)
                     ? -1
                     : 0;
            if (rc == 0)
                out->labels[row] = label;
        }
    }
    for (size_t k = 0; k < in->n_files; k++)
        collection_close(&all[k]);
    free(all);
    if (rc)
        images_release(out);
    return rc;
}

const struct reader reader_images = { .name = "images", .folders = 1, .read = read_pictures };
