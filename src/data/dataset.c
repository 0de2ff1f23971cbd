#include "data/dataset.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data/classes.h"
#include "data/names.h"
#include "data/reader.h"
#include "data/synthetic.h"
#include "store/file.h"

char *dataset_path(const char *folder, const char *name)
{
    char file[DATASET_NAME + 8];
    snprintf(file, sizeof file, "%s.lisae", name);
    return path_join(folder, file, NULL);
}

static int read_word(const struct archive *a, const char *entry, char *word, size_t size, struct error *e)
{
    const char *s = archive_text(a, entry, e);
    if (!s)
        return -1;
    if (strlen(s) == 0 || strlen(s) >= size)
        return error_set(e, "%s: expected '%s' of 1 to %zu characters, found %zu", a->path, entry, size - 1, strlen(s));
    memcpy(word, s, strlen(s) + 1);
    return 0;
}

static int read_split(struct images *im, const struct archive *a, const char *split_name, int n_classes,
                      struct error *e)
{
    char entry[32];
    snprintf(entry, sizeof entry, "%s/images", split_name);
    const struct archive_entry *pixels = archive_get(a, entry, ARCHIVE_U8, e);
    if (!pixels)
        return -1;
    const uint64_t *dims = pixels->dims;
    if (pixels->rank != 4 || dims[0] > INT_MAX || dims[1] < 1 || dims[1] > READ_SIDE_MAX || dims[2] < 1 ||
        dims[2] > READ_SIDE_MAX || (dims[3] != 1 && dims[3] != 3))
        return error_set(e, "%s: '%s' is no (n, height, width, 1 or 3)", a->path, entry);
    snprintf(entry, sizeof entry, "%s/labels", split_name);
    const struct archive_entry *labels = archive_get(a, entry, ARCHIVE_I32, e);
    if (!labels)
        return -1;
    if (labels->rank != 1 || labels->dims[0] != dims[0])
        return error_set(e, "%s: expected %" PRIu64 " labels in '%s', found %zu", a->path, dims[0], entry,
                         labels->count);
    /* the mapping is read-only; struct images has one type for both kinds of memory */
    *im = (struct images) { .n = (size_t)dims[0],
                            .height = (int)dims[1],
                            .width = (int)dims[2],
                            .channels = (int)dims[3],
                            .pixels = (uint8_t *)pixels->data,
                            .labels = (int32_t *)labels->data };
    for (size_t i = 0; i < im->n; i++)
        if (im->labels[i] < 0 || im->labels[i] >= n_classes)
            return error_set(e, "%s: expected labels 0..%d in '%s', found %d", a->path, n_classes - 1, entry,
                             (int)im->labels[i]);
    return 0;
}

static int read_heading(struct dataset *d, const char *name, struct error *e)
{
    const struct archive *a = &d->archive;
    if (read_word(a, "name", d->name, sizeof d->name, e) || read_word(a, "edition", d->edition, sizeof d->edition, e) ||
        read_word(a, "payload", d->payload, sizeof d->payload, e))
        return -1;
    if (strcmp(d->name, name) != 0)
        return error_set(e, "%s: expected the data set '%s', found '%s'", a->path, name, d->name);
    const char *names = archive_text(a, "classes", e);
    if (!names)
        return -1;
    size_t n;
    d->classes = split(names, "\n", 0, &n);
    if (n == 0 || n > CLASSES_MAX)
        return error_set(e, "%s: expected the names of 1 to %d classes, found %zu", a->path, CLASSES_MAX, n);
    d->n_classes = (int)n;
    for (size_t i = 0; i < n; i++)
        if (class_name_check(d->classes[i], e))
            return error_prefix(e, "%s", a->path);
    d->source.files = archive_text(a, "files", NULL);
    d->source.preparation = archive_text(a, "preparation", NULL);
    return 0;
}

static int read_all(struct dataset *d, const char *name, struct error *e)
{
    if (read_heading(d, name, e) || read_split(&d->train, &d->archive, "train", d->n_classes, e) ||
        read_split(&d->test, &d->archive, "test", d->n_classes, e))
        return -1;
    const struct images *a = &d->train, *b = &d->test;
    if (a->height != b->height || a->width != b->width || a->channels != b->channels)
        return error_set(e, "%s: train images are %dx%dx%d, test images %dx%dx%d", d->archive.path, a->height, a->width,
                         a->channels, b->height, b->width, b->channels);
    return 0;
}

/* A set that is not there is to be made, or a slip for one that is. */
static int missing(const char *folder, const char *name, struct error *e)
{
    enum { SLIP = 2 }; /* letters: "omniglot" is no slip for "mnist" */
    struct error ignored;
    size_t n;
    char **names = folder_stems(folder, ".lisae", &n, &ignored);
    const char *near = NULL;
    for (char **other = names; other && *other && !near; other++)
        if (edit_distance(name, *other) <= SLIP)
            near = *other;
    error_set(e, "data set '%s' is not prepared in '%s': `lisae data fetch %s` makes it%s%s%s", name, folder, name,
              near ? ", or did you mean '" : "", near ? near : "", near ? "'?" : "");
    split_free(names);
    return -1;
}

/* Where the archive is missing or damaged, the message says how to make it anew. */
static int open_by(struct dataset *d, const char *folder, const char *name,
                   int (*open_archive)(struct archive *, const char *, struct error *), struct error *e)
{
    *d = (struct dataset) { 0 };
    if (synthetic_named(name))
        return synthetic_make(d, name, e);
    if (strlen(name) >= DATASET_NAME)
        return error_set(e, "the data set's name '%s' is longer than %d characters", name, DATASET_NAME - 1);
    char *path = dataset_path(folder, name);
    struct error inner;
    int rc = 0;
    if (!path_exists(path))
        rc = missing(folder, name, e);
    else if (open_archive(&d->archive, path, &inner) || read_all(d, name, &inner)) {
        if (error_spares_file(&inner)) {
            *e = inner;
            rc = -1;
        } else
            rc = error_set(e, "%s (`lisae data fetch %s` makes the data set anew)", inner.text, name);
    }
    free(path);
    if (rc)
        dataset_release(d);
    return rc;
}

int dataset_open(struct dataset *d, const char *folder, const char *name, struct error *e)
{
    return open_by(d, folder, name, archive_open, e);
}

int dataset_peek(struct dataset *d, const char *folder, const char *name, struct error *e)
{
    return open_by(d, folder, name, archive_open_unchecked, e);
}

int dataset_expect(const struct dataset *d, const char *payload, struct error *e)
{
    if (strcmp(d->payload, payload) == 0)
        return 0;
    return error_set(e, "data set '%s' is another one than the plan was made with: expected payload %.12s, found %.12s",
                     d->name, payload, d->payload);
}

void dataset_release(struct dataset *d)
{
    split_free(d->classes);
    if (d->made) {
        images_release(&d->train);
        images_release(&d->test);
    }
    archive_release(&d->archive);
    *d = (struct dataset) { 0 };
}

static void add_split(struct archive_writer *w, const char *split_name, const struct images *im)
{
    char entry[32];
    uint64_t dims[4] = { im->n, (uint64_t)im->height, (uint64_t)im->width, (uint64_t)im->channels };
    snprintf(entry, sizeof entry, "%s/images", split_name);
    archive_add(w, entry, ARCHIVE_U8, 4, dims, im->pixels);
    snprintf(entry, sizeof entry, "%s/labels", split_name);
    archive_add_vector(w, entry, ARCHIVE_I32, im->n, im->labels);
}

int dataset_write(const char *folder, const char *name, const char *edition, const char *payload,
                  const struct dataset_source *source, const char *const *classes, int n_classes,
                  const struct images *train, const struct images *test, struct error *e)
{
    if (folder_make(folder, e))
        return -1;
    char *path = dataset_path(folder, name);
    struct archive_writer *w = archive_create(path, e);
    free(path);
    if (!w)
        return -1;
    struct text names = TEXT_INIT;
    for (int i = 0; i < n_classes; i++)
        text_format(&names, "%s\n", classes[i]);
    archive_add_text(w, "name", name);
    archive_add_text(w, "edition", edition);
    archive_add_text(w, "payload", payload);
    if (source && source->files)
        archive_add_text(w, "files", source->files);
    if (source && source->preparation)
        archive_add_text(w, "preparation", source->preparation);
    archive_add_text(w, "classes", text_of(&names));
    text_release(&names);
    add_split(w, "train", train);
    add_split(w, "test", test);
    return archive_commit(w, e);
}

void dataset_count(const struct images *im, int n_classes, size_t *counts)
{
    memset(counts, 0, (size_t)n_classes * sizeof *counts);
    for (size_t i = 0; i < im->n; i++)
        counts[im->labels[i]]++;
}
