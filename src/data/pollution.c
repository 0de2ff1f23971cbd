#include "data/pollution.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"

#define SHARE(field, help_) \
    { \
        .name = #field, .type = KEY_REAL, .offset = KEY_OFFSET(struct pollution, field, double), .start = "0", \
        .least = 0, .most = 50, .help = help_, .flags = KEY_LATER \
    }

static const struct key keys[] = {
    SHARE(positives, "per cent of the positives that are train images of the anomalies, taken for normal ones: they "
                     "are in the place of as many"),
    SHARE(negatives,
          "per cent of the negatives that are train images of the positive classes, in the place of as many"),
    { 0 },
};

const struct section pollution_section = { "pollution", sizeof(struct pollution), keys, NULL };

size_t pollution_count(double per_cent, size_t n)
{
    return (size_t)((double)n * per_cent / 100 + 0.5);
}

static int *shuffled(const int *numbers, size_t n, struct rng *r)
{
    int *all = mem_alloc(n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = numbers ? numbers[i] : (int)i;
    rng_shuffle(r, all, n);
    return all;
}

int pollution_put(struct images *im, double per_cent, const struct images *from, const int *rows, size_t n,
                  uint64_t seed, struct error *e)
{
    const size_t count = pollution_count(per_cent, im->n);
    struct rng r;
    if (count > n)
        return error_set(e, "expected %zu images to pollute %zu with, found %zu", count, im->n, n);
    rng_seed(&r, rng_seed_for(seed, "pollution", "images"));
    int *others = shuffled(rows, n, &r);
    rng_seed(&r, rng_seed_for(seed, "pollution", "places"));
    int *places = shuffled(NULL, im->n, &r);
    for (size_t i = 0; i < count; i++) {
        const int32_t label = im->labels[places[i]];
        images_copy_row(im, (size_t)places[i], from, (size_t)others[i]);
        im->labels[places[i]] = label;
    }
    free(others);
    free(places);
    return 0;
}
