#include "detect/parts/model_file.h"

#include "store/ini.h"

enum { SIDE_MAX = 4096 };

struct shape images_shape(const struct images *im)
{
    return (struct shape) { im->height, im->width, im->channels };
}

struct shape sizes_shape(const struct sizes *size)
{
    return (struct shape) { size->height, size->width, size->channels };
}

int model_expect_shape(struct shape size, struct shape found, struct error *e)
{
    if (found.h == size.h && found.w == size.w && found.c == size.c)
        return 0;
    return error_set(e, "expected images of %dx%dx%d, found %dx%dx%d", size.h, size.w, size.c, found.h, found.w,
                     found.c);
}

int model_expect_size(struct shape size, const struct images *im, struct error *e)
{
    return model_expect_shape(size, images_shape(im), e);
}

void model_put_settings(struct archive_writer *w, const struct settings *s, const char *const *patterns)
{
    struct text t = TEXT_INIT;
    settings_print(s, patterns, &t);
    archive_add_text(w, "settings", text_of(&t));
    text_release(&t);
}

int model_get_settings(const struct archive *a, const struct sections *known, struct settings *s, struct error *e)
{
    const char *content = archive_text(a, "settings", e);
    struct text problems = TEXT_INIT;
    struct ini ini;
    if (!content)
        return -1;
    settings_init(s, known);
    int bad = ini_read_text(&ini, a->path, content, &problems);
    if (bad)
        error_set(e, "%s", text_of(&problems));
    for (size_t i = 0; i < ini.n && !bad; i++) {
        const struct setting *k = sections_setting(known, ini.entries[i].section, ini.entries[i].key);
        bad = k ? settings_set(s, k, ini.entries[i].value, e)
                : error_set(e, "%s: unknown key '%s' in [%s]", a->path, ini.entries[i].key, ini.entries[i].section);
    }
    ini_release(&ini);
    text_release(&problems);
    return bad;
}

static int possible_size(int64_t height, int64_t width, int64_t channels)
{
    return height >= 1 && height <= SIDE_MAX && width >= 1 && width <= SIDE_MAX && (channels == 1 || channels == 3);
}

void model_put_size(struct archive_writer *w, struct shape size)
{
    const int32_t image[3] = { size.h, size.w, size.c };
    archive_add_vector(w, "image", ARCHIVE_I32, 3, image);
}

/* The first three of the `count` numbers of an entry. */
static int get_size(const struct archive *a, const char *name, size_t count, struct shape *size, struct error *e)
{
    const struct archive_entry *image = archive_get(a, name, ARCHIVE_I32, e);
    if (!image)
        return -1;
    if (image->count != count)
        return error_set(e, "%s: expected %zu numbers in '%s', found %zu", a->path, count, name, image->count);
    const int32_t *n = image->data;
    if (!possible_size(n[0], n[1], n[2]))
        return error_set(e, "%s: expected sides up to %d and 1 or 3 channels in '%s', found %dx%dx%d", a->path,
                         SIDE_MAX, name, n[0], n[1], n[2]);
    *size = (struct shape) { n[0], n[1], n[2] };
    return 0;
}

int model_get_size(const struct archive *a, struct shape *size, struct error *e)
{
    return get_size(a, "image", 3, size, e);
}

void model_put_images(struct archive_writer *w, const char *name, const struct images *im)
{
    const uint64_t dims[4] = { im->n, (uint64_t)im->height, (uint64_t)im->width, (uint64_t)im->channels };
    if (im->values)
        archive_add(w, name, ARCHIVE_F32, 4, dims, im->values);
    else
        archive_add(w, name, ARCHIVE_U8, 4, dims, im->pixels);
}

int model_get_images(const struct archive *a, const char *name, struct images *im, struct error *e)
{
    const struct archive_entry *points = archive_get(a, name, ARCHIVE_F32, NULL);
    const struct archive_entry *entry = points ? points : archive_get(a, name, ARCHIVE_U8, e);
    if (!entry)
        return -1;
    const uint64_t *dims = entry->dims;
    if (entry->rank != 4 || entry->count == 0 || !possible_size((int64_t)dims[1], (int64_t)dims[2], (int64_t)dims[3]))
        return error_set(e, "%s: expected images in '%s': (n, height, width, 1 or 3) with sides up to %d", a->path,
                         name, SIDE_MAX);
    if (points && (dims[1] != 1 || dims[3] != 1))
        return error_set(e, "%s: expected points in '%s': (n, 1, coordinates, 1)", a->path, name);
    *im = (struct images) { .n = dims[0], .height = (int)dims[1], .width = (int)dims[2], .channels = (int)dims[3] };
    if (points)
        im->values = (float *)entry->data;
    else
        im->pixels = (uint8_t *)entry->data;
    return 0;
}

int model_find_size(const struct archive *a, struct shape *size)
{
    struct images support;
    if (model_get_size(a, size, NULL) == 0 || get_size(a, "size", 4, size, NULL) == 0)
        return 0;
    if (model_get_images(a, "support", &support, NULL))
        return -1;
    *size = images_shape(&support);
    return 0;
}
