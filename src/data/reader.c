#include "data/reader.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"

static const struct reader *const READERS[] = { &reader_idx, &reader_cifar, &reader_matlab, &reader_images };
static const char *const NAMES[] = { "idx", "cifar", "matlab", "images", NULL };

const struct reader *reader_find(const char *name)
{
    for (size_t i = 0; i < sizeof READERS / sizeof *READERS; i++)
        if (strcmp(READERS[i]->name, name) == 0)
            return READERS[i];
    return NULL;
}

const char *const *reader_names(void)
{
    return NAMES;
}

const char *reader_role(const struct reader *r, int split_number, int labels)
{
    static const char *const apart[2][2] = { { "train_images", "train_labels" }, { "test_images", "test_labels" } };
    static const char *const together[2] = { "train", "test" };
    return r->labels_apart ? apart[split_number][labels] : together[split_number];
}

static void add_class(struct class_names *classes, const char *name)
{
    classes->name = mem_resize(classes->name, classes->n + 2, sizeof *classes->name);
    classes->name[classes->n++] = mem_string(name);
    classes->name[classes->n] = NULL;
}

int class_number(struct class_names *classes, const char *name)
{
    for (size_t i = 0; i < classes->n; i++)
        if (strcmp(classes->name[i], name) == 0)
            return (int)i;
    if (classes->fixed || classes->n == READ_CLASSES_MAX)
        return -1;
    add_class(classes, name);
    return (int)classes->n - 1;
}

void class_names_release(struct class_names *classes)
{
    split_free(classes->name);
    *classes = (struct class_names) { 0 };
}

void read_found_release(struct read_found *f)
{
    split_free(f->files);
    *f = (struct read_found) { 0 };
}

/* The files that labels are in, and the row behind those of each. */
struct rows {
    const char *const *paths;
    const size_t *ends;
};

/* The file that row `i` of all is in; `i` becomes its row there. */
static const char *file_of(const struct rows *rows, size_t *i)
{
    size_t k = 0;
    while (*i >= rows->ends[k])
        k++;
    *i -= k ? rows->ends[k - 1] : 0;
    return rows->paths[k];
}

/* Both would be class 0, and nobody could tell them apart any more. */
static int check_zero(const struct images *im, int zero_label, const struct rows *rows, struct error *e)
{
    size_t zero = 0, other = 0;
    while (zero < im->n && im->labels[zero] != 0)
        zero++;
    while (other < im->n && im->labels[other] != zero_label)
        other++;
    if (zero_label <= 0 || zero == im->n || other == im->n)
        return 0;
    const char *path = file_of(rows, &zero);
    return error_set(e, "%s: expected no label 0 beside %d, which 'zero_label' says is class 0, found it in row %zu",
                     path, zero_label, zero);
}

static int check_labels(struct images *im, int zero_label, const struct rows *rows, struct class_names *classes,
                        struct error *e)
{
    int limit = classes->fixed ? (int)classes->n : READ_CLASSES_MAX, largest = -1;
    if (check_zero(im, zero_label, rows, e))
        return -1;
    for (size_t i = 0; i < im->n; i++) {
        int32_t *label = &im->labels[i];
        if (*label == zero_label)
            *label = 0;
        if (*label < 0 || *label >= limit) {
            const char *path = file_of(rows, &i);
            return error_set(e, "%s: expected labels 0..%d, found %d in row %zu", path, limit - 1, (int)*label, i);
        }
        if (*label > largest)
            largest = *label;
    }
    while (!classes->fixed && (int)classes->n <= largest) {
        char name[16];
        snprintf(name, sizeof name, "%zu", classes->n);
        add_class(classes, name);
    }
    return 0;
}

int labels_check(struct images *im, const struct read_input *in, const char *path, struct class_names *classes,
                 struct error *e)
{
    return check_labels(im, in->zero_label, &(struct rows) { &path, &im->n }, classes, e);
}

int labels_check_files(struct images *im, const struct read_input *in, const size_t *ends, struct class_names *classes,
                       struct error *e)
{
    return check_labels(im, in->zero_label, &(struct rows) { in->files, ends }, classes, e);
}

int images_check_size(const char *path, size_t n, size_t height, size_t width, size_t channels, struct error *e)
{
    if (height < 1 || height > READ_SIDE_MAX || width < 1 || width > READ_SIDE_MAX)
        return error_set(e, "%s: expected images of 1 to %d pixels a side, found %zux%zu", path, READ_SIDE_MAX, height,
                         width);
    if (channels != 1 && channels != 3)
        return error_set(e, "%s: expected 1 or 3 channels, found %zu", path, channels);
    if (n < 1 || n > READ_BYTES_MAX / (height * width * channels))
        return error_set(e, "%s: expected 1 to %zu images of %zux%zu, found %zu", path,
                         READ_BYTES_MAX / (height * width * channels), height, width, n);
    return 0;
}

int file_can_hold(const char *path, size_t bytes, int packed, struct error *e)
{
    const size_t ratio = packed ? 1032 : 1; /* the most that deflate can do */
    struct stat s;
    if (stat(path, &s) != 0)
        return error_system(e, "cannot read '%s'", path);
    if (bytes / ratio > (size_t)s.st_size)
        return error_set(e, "%s: a file of %lld bytes cannot hold the %zu that it declares", path, (long long)s.st_size,
                         bytes);
    return 0;
}
