/* PNG and JPEG pictures in a folder or a zip file; the class is the first folder. Where all pictures lie in one and the
 * same folder with further folders below it, as in most zip files, the class is the folder below that one:
 * "images_background/Greek/character01/0394_01.png" is of the class "Greek". Not so where that one folder is a class of
 * another tree: with test/good/ and test/scratch/, all of train/good/ is of the class "good", whatever folders it has.
 * Pictures are taken in the order of their paths, byte by byte. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/collection.h"
#include "data/names.h"
#include "data/picture.h"
#include "data/reader.h"

/* What was seen of the pictures, for the notes. */
struct seen {
    size_t grey, colour;
    struct name_list transparent, deep;
};

struct reading {
    const struct read_input *in;
    struct images *out;
    size_t capacity, row; /* rows that there are, and the next one */
    struct class_names *classes;
    struct seen seen;
    struct name_list strange; /* folders that are no class, where that is no error */
    char last_strange[64];    /* the last of them: one after the other have the same */
};

/* The length of the common first folder, with its slash, or 0. */
static size_t common_folder(const struct collection *c)
{
    const char *first = c->files[0].name, *slash = strchr(first, '/');
    size_t length = slash ? (size_t)(slash - first) + 1 : 0;
    for (size_t i = 0; i < c->n && length; i++)
        if (strncmp(c->files[i].name, first, length) != 0 || !strchr(c->files[i].name + length, '/'))
            length = 0;
    return length;
}

/* Is the first folder of `path`, `length` with its slash, the class of a picture of `c`? */
static int has_class(const struct collection *c, const char *path, size_t length)
{
    const size_t skip = common_folder(c);
    for (size_t i = 0; i < c->n; i++)
        if (strncmp(c->files[i].name + skip, path, length) == 0)
            return 1;
    return 0;
}

/* What stands before the classes' folders in tree `k` of `n`. Earlier versions looked at no other tree. */
static size_t before_class(const struct collection *all, size_t n, size_t k, struct read_found *found)
{
    const size_t common = common_folder(&all[k]);
    for (size_t i = 0; i < n && common; i++)
        if (i != k && has_class(&all[i], all[k].files[0].name, common)) {
            if (found)
                found->reading_matters = 1;
            return 0;
        }
    return common;
}

/* 1 where no picture lies in a folder. */
static int is_flat(const struct collection *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (strchr(c->files[i].name, '/'))
            return 0;
    return 1;
}

static int add_class(struct reading *r, const struct collection *c, const char *class, int32_t *label, struct error *e)
{
    const struct class_names *classes = r->classes;
    if (class_name_check(class, e))
        return error_prefix(e, "%s", c->path);
    *label = class_number(r->classes, class);
    if (*label < 0 && !classes->fixed)
        return error_set(e, "%s: expected at most %d classes, found the folder '%s' beyond them", c->path,
                         READ_CLASSES_MAX, class);
    if (*label < 0 && !r->in->loose)
        return error_set(e, "%s: the folder '%s' is none of the %zu classes", c->path, class, classes->n);
    if (*label < 0 && strcmp(r->last_strange, class) != 0) {
        name_list_add(&r->strange, class);
        snprintf(r->last_strange, sizeof r->last_strange, "%s", class);
    }
    return 0;
}

static int find_class(struct reading *r, const struct collection *c, const char *name, size_t skip, int32_t *label,
                      struct error *e)
{
    char class[CLASS_NAME_MAX + 1];
    size_t n = strcspn(name + skip, "/");
    if (!name[skip + n] || n == 0)
        return error_set(e, "%s: expected pictures in a folder for each class, found '%s'", c->path, name);
    if (n >= sizeof class)
        return error_set(e, "%s: expected a class's name of at most %zu characters, found '%.*s'", c->path,
                         sizeof class - 1, (int)n, name + skip);
    memcpy(class, name + skip, n);
    class[n] = '\0';
    return add_class(r, c, class, label, e);
}

/* Is this the size of all? A picture that is to be turned may be asked about before it is. */
static int check_size(const struct reading *r, const struct picture *p, int turned, struct error *e)
{
    int h = r->out->height, w = r->out->width;
    if ((p->height == h && p->width == w) || (!turned && p->height == w && p->width == h))
        return 0;
    return r->in->height ? error_set(e, "expected %dx%d pixels, found %dx%d", h, w, p->height, p->width)
                         : error_set(e,
                                     "expected %dx%d pixels as in the first picture, found %dx%d ('resize = HEIGHT "
                                     "WIDTH' in the data set's entry brings all to one size)",
                                     h, w, p->height, p->width);
}

/* Asked before anything large is decoded. */
static int check_before(const struct reading *r, const struct picture *p, struct error *e)
{
    if (r->in->resize)
        return 0;
    if (p->height > READ_SIDE_MAX || p->width > READ_SIDE_MAX)
        return error_set(e,
                         "expected at most %d pixels a side, found %dx%d ('resize = HEIGHT WIDTH' in the data set's "
                         "entry makes larger ones smaller)",
                         READ_SIDE_MAX, p->height, p->width);
    return r->in->height || r->out->pixels ? check_size(r, p, 0, e) : 0;
}

/* The first picture, or who calls, says what all are like. */
static int make_room(struct reading *r, const struct picture *p, struct error *e)
{
    const struct read_input *in = r->in;
    int height = in->height ? in->height : p->height, width = in->height ? in->width : p->width;
    int channels = in->grey ? 1 : in->colour ? 3 : p->channels;
    if (images_check_size("pictures", r->capacity, (size_t)height, (size_t)width, in->grey ? 1 : 3, e))
        return -1;
    images_alloc(r->out, r->capacity, height, width, channels);
    return 0;
}

/* All rows with three channels. */
static void widen(struct images *im, size_t n)
{
    struct images rgb;
    images_alloc(&rgb, im->n, im->height, im->width, 3);
    for (size_t i = 0; i < n; i++) {
        images_match_row(&rgb, i, im, i);
        rgb.labels[i] = im->labels[i];
    }
    images_release(im);
    *im = rgb;
}

static void note(struct seen *seen, const struct picture *p, const char *name)
{
    *(p->channels == 3 ? &seen->colour : &seen->grey) += 1;
    if (p->transparent)
        name_list_add(&seen->transparent, name);
    if (p->deep)
        name_list_add(&seen->deep, name);
}

/* The first reading left out files with other endings than these. */
static void note_found(struct read_found *found, const struct picture *p, const char *name)
{
    if (!found)
        return;
    found->reading_matters |= p->reading_matters || !(ends_with(name, ".png") || ends_with(name, ".PNG"));
    found->files[found->n_files++] = mem_string(name);
}

/* One picture into the next row. */
static int add_picture(struct reading *r, const void *bytes, size_t n, const char *name, struct error *e)
{
    struct picture p;
    const struct read_input *in = r->in;
    if (picture_look(&p, bytes, n, e) || check_before(r, &p, e) || picture_read(&p, bytes, n, e))
        return -1;
    int rc = r->out->pixels ? 0 : make_room(r, &p, e);
    if (rc == 0 && !in->resize)
        rc = check_size(r, &p, 1, e);
    if (rc == 0) {
        if (p.channels == 3 && r->out->channels == 1 && !in->grey)
            widen(r->out, r->row);
        const struct images one = {
            .n = 1, .height = p.height, .width = p.width, .channels = p.channels, .pixels = p.pixels
        };
        images_match_row(r->out, r->row, &one, 0);
        note(&r->seen, &p, name);
        note_found(in->found, &p, name);
    }
    picture_release(&p);
    return rc;
}

static int read_collection(struct reading *r, const struct collection *c, size_t skip, struct error *e)
{
    int flat = r->in->loose && is_flat(c), rc = 0;
    for (size_t i = 0; i < c->n && rc == 0; i++, r->row++) {
        const char *name = c->files[i].name;
        int32_t label = -1;
        size_t n;
        struct error inner = { .text = "" };
        rc = flat ? 0 : find_class(r, c, name, skip, &label, e);
        if (rc)
            break;
        unsigned char *bytes = collection_read(c, i, &n, &inner);
        rc = bytes ? add_picture(r, bytes, n, name, &inner) : -1;
        free(bytes);
        if (rc)
            error_set(e, "%s: '%s': %s", c->path, name, inner.text);
        else
            r->out->labels[r->row] = label;
    }
    return rc;
}

static void tell_names(struct text *notes, struct name_list *l, const char *what)
{
    if (notes && l->n) {
        text_format(notes, "%zu picture%s %s: ", l->n, l->n == 1 ? "" : "s", what);
        name_list_print(l, notes);
        text_append(notes, "\n");
    }
    name_list_release(l);
}

static void tell(struct text *notes, struct reading *r)
{
    const struct read_input *in = r->in;
    struct seen *seen = &r->seen;
    if (notes && seen->grey && in->colour)
        text_format(notes, "%zu picture%s grey: made colour\n", seen->grey, seen->grey == 1 ? " is" : "s are");
    else if (notes && seen->grey && seen->colour && !in->grey)
        text_format(notes, "%zu pictures are grey and %zu in colour: all are made colour%s\n", seen->grey, seen->colour,
                    in->loose ? "" : " ('grey = on' in the data set's entry makes all grey)");
    tell_names(notes, &seen->transparent, "with transparent parts, which are mixed with black");
    tell_names(notes, &seen->deep, "of 16 bits a value, of which 8 are kept");
    if (notes && r->strange.n) {
        text_format(notes, "%zu folder%s of none of the %zu classes, so their pictures have no class: ", r->strange.n,
                    r->strange.n == 1 ? " is" : "s are", r->classes->n);
        name_list_print(&r->strange, notes);
        text_append(notes, "\n");
    }
    name_list_release(&r->strange);
}

static int read_pictures(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e)
{
    const size_t n_all = in->n_files + in->n_beside;
    struct collection *all = mem_zero(n_all, sizeof *all);
    struct reading r = { .in = in, .out = out, .classes = classes };
    int rc = in->n_files ? 0 : error_set(e, "expected a folder or a zip file, found none");
    images_init(out);
    out->height = in->height;
    out->width = in->width;
    for (size_t k = 0; k < in->n_files && rc == 0; k++) {
        rc = collection_open(&all[k], in->files[k], in->loose, in->notes, e);
        r.capacity += all[k].n;
    }
    for (size_t k = in->n_files; k < n_all && rc == 0; k++)
        rc = collection_open(&all[k], in->beside[k - in->n_files], 0, NULL, e);
    if (in->found)
        in->found->files = mem_zero(r.capacity + 1, sizeof *in->found->files);
    for (size_t k = 0; k < in->n_files && rc == 0; k++)
        rc = read_collection(&r, &all[k], before_class(all, n_all, k, in->found), e);
    tell(rc ? NULL : in->notes, &r);
    for (size_t k = 0; k < n_all; k++)
        collection_close(&all[k]);
    free(all);
    if (rc)
        images_release(out);
    return rc;
}

const struct reader reader_images = { .name = "images", .folders = 1, .read = read_pictures };
