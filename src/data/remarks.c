#include "data/remarks.h"

#include <stdlib.h>

#include "base/memory.h"
#include "data/names.h"
#include "data/repeats.h"

static void tell_missing(const struct dataset *d, const struct images *im, const char *split_name, struct text *lines)
{
    size_t *counts = mem_alloc((size_t)d->n_classes, sizeof *counts);
    struct name_list missing = { 0 };
    dataset_count(im, d->n_classes, counts);
    for (int i = 0; i < d->n_classes; i++)
        if (counts[i] == 0)
            name_list_add(&missing, d->classes[i]);
    if (missing.n) {
        text_format(lines, "no %s image is there of %zu of %d classes: ", split_name, missing.n, d->n_classes);
        name_list_print(&missing, lines);
        text_append(lines, "\n");
    }
    name_list_release(&missing);
    free(counts);
}

/* A spec gives classes by number or by name. */
static void tell_numbers(const struct dataset *d, struct text *lines)
{
    enum { SHOWN = 3 };
    size_t n = 0;
    for (int i = 0; i < d->n_classes; i++) {
        long value;
        if (parse_long(d->classes[i], &value) || value == i)
            continue;
        if (n++ < SHOWN)
            text_format(lines, "%s'%s' is class %d",
                        n > 1 ? ", " : "names of classes are numbers, but not theirs: ", d->classes[i], i);
    }
    if (n > SHOWN)
        text_format(lines, " and %zu more", n - SHOWN);
    if (n)
        text_append(lines, "\n");
}

static void tell_repeats(const struct dataset *d, struct text *lines)
{
    struct repeats r;
    dataset_repeats(d, &r);
    if (r.test_in_train)
        text_format(lines, "%zu of %zu test images are among the train images, too\n", r.test_in_train, d->test.n);
    if (r.two_classes)
        text_format(lines, "%zu of %zu images are in more than one class\n", r.two_classes, d->train.n + d->test.n);
}

void dataset_remarks(const struct dataset *d, struct text *lines)
{
    const struct images *im = &d->train;
    text_format(lines, "%zu train and %zu test images of %dx%dx%d in %d class%s\n", d->train.n, d->test.n, im->height,
                im->width, im->channels, d->n_classes, d->n_classes == 1 ? "" : "es");
    tell_missing(d, &d->train, "train", lines);
    if (d->test.n)
        tell_missing(d, &d->test, "test", lines);
    else
        text_append(lines, "no test split: for negatives, and for runs that hold out train images\n");
    tell_numbers(d, lines);
    tell_repeats(d, lines);
}
