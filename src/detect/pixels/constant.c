/* constant: a control. Every image has the score 0, so the AUC is 1/2: what ties do to a number shows here. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"
#include "detect/parts/model_file.h"

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct shape *size = mem_zero(1, sizeof *size);
    *size = images_shape(in->positive);
    return size;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct shape *size = model;
    if (model_expect_size(*size, im, e))
        return -1;
    memset(scores, 0, im->n * sizeof *scores);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    model_put_size(w, *(const struct shape *)model);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct shape size, *m;
    if (model_get_size(a, &size, e))
        return NULL;
    m = mem_zero(1, sizeof *m);
    *m = size;
    return m;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return (double)size->n_test;
}

const struct detector detector_constant = {
    .name = "constant",
    .help = "control: the same score for every image",
    .label = "Constant",
    .line = 30,
    .work = work,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = free,
};
