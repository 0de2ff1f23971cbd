#include "run/reconstruct.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "nn/loss.h"
#include "run/run_model.h"

const char *part_word(enum part p)
{
    static const char *const words[] = { "input", "residual", "of-residual", "of-input" };
    return words[p];
}

int line_is_signed(const struct line *l)
{
    return l->part == PART_RESIDUAL || l->part == PART_OF_RESIDUAL;
}

/* ---- models ---- */

/* The models of the wish's runs, in their order, and the files that they may lie in. */
struct models {
    void **of;
    struct archive *files;
};

static int open_models(const struct wish *w, struct models *m, struct error *e)
{
    int bad = 0;
    *m = (struct models) { mem_zero(w->n_runs, sizeof *m->of), mem_zero(w->n_runs, sizeof *m->files) };
    for (size_t i = 0; i < w->n_runs && !bad; i++)
        bad = run_model_open(w->plan, w->runs[i], w->results, &m->files[i], &m->of[i], e);
    return bad;
}

static void close_models(const struct wish *w, struct models *m)
{
    for (size_t i = 0; i < w->n_runs; i++) {
        if (m->of[i])
            w->runs[i]->detector->free(m->of[i]);
        archive_release(&m->files[i]);
    }
    free(m->of);
    free(m->files);
}

/* ---- lines and columns ---- */

static void add_line(struct reconstructions *r, enum part part, const struct run *run)
{
    r->lines[r->n_lines++] = (struct line) { part, run };
}

static void choose_lines(struct reconstructions *r, const struct wish *w)
{
    r->lines = mem_alloc(2 * (w->n_runs + 1), sizeof *r->lines);
    add_line(r, PART_INPUT, NULL);
    if (w->residual)
        add_line(r, PART_RESIDUAL, w->residual);
    for (size_t i = 0; i < w->n_runs && w->residual; i++)
        add_line(r, PART_OF_RESIDUAL, w->runs[i]);
    for (size_t i = 0; i < w->n_runs; i++)
        add_line(r, PART_OF_INPUT, w->runs[i]);
}

static void choose_columns(struct reconstructions *r, const struct wish *w)
{
    r->columns = mem_alloc(r->judged.n_classes * w->each, sizeof *r->columns);
    for (size_t c = 0; c < r->judged.n_classes; c++) {
        const struct judged_class *of = &r->judged.classes[c];
        const size_t wanted = w->each < of->n ? w->each : of->n;
        for (size_t k = 0; k < wanted; k++)
            r->columns[r->n_columns++] = of->first + judged_rank(k, wanted, of->n);
    }
}

/* ---- numbers ---- */

static struct measure measure(const float *y, const float *of, size_t pixels)
{
    struct measure m = { NAN, 0, 0 };
    if (of)
        reconstruction_error(LOSS_L2, y, of, 1, pixels, &m.error);
    for (size_t k = 0; k < pixels; k++) {
        m.norm += (double)y[k] * (double)y[k];
        m.largest = fmax(m.largest, fabs((double)y[k]));
    }
    m.norm = sqrt(m.norm);
    return m;
}

/* One class's numbers of a line: y, and what they are reconstructions of (NULL for none). */
static void keep(struct reconstructions *r, size_t line, size_t class, const float *y, const float *of)
{
    const struct judged_class *in = &r->judged.classes[class];
    const size_t pixels = (size_t)shape_size(r->image);
    struct measure mean = { of ? 0 : NAN, 0, 0 };
    size_t column = 0;
    while (column < r->n_columns && r->columns[column] < in->first)
        column++;
    for (size_t i = 0; i < in->n; i++) {
        const struct measure m = measure(y + i * pixels, of ? of + i * pixels : NULL, pixels);
        mean.error += m.error / (double)in->n;
        mean.norm += m.norm / (double)in->n;
        mean.largest = fmax(mean.largest, m.largest);
        if (column < r->n_columns && r->columns[column] == in->first + i) {
            r->of_image[line * r->n_columns + column] = m;
            memcpy(r->shown + (line * r->n_columns + column) * pixels, y + i * pixels, pixels * sizeof *y);
            column++;
        }
    }
    r->of_class[line * r->judged.n_classes + class] = mean;
}

static int apply(const struct run *run, void *model, const struct reconstructions *r, const float *x, size_t n,
                 float *y, struct error *e)
{
    if (run->detector->reconstruct(run->detector, model, r->image, x, n, y, e) == 0)
        return 0;
    return error_prefix(e, "run %s (%s)", run->id, run->detector->name);
}

static size_t place_of(const struct wish *w, const struct run *run)
{
    size_t i = 0;
    while (i < w->n_runs && w->runs[i] != run)
        i++;
    return i;
}

/* All lines of a class. x, residual and y have room for its images. */
static int do_class(struct reconstructions *r, const struct wish *w, const struct models *models, size_t class,
                    float *x, float *residual, float *y, struct error *e)
{
    const struct judged_class *in = &r->judged.classes[class];
    const size_t numbers = in->n * (size_t)shape_size(r->image);
    int bad = 0;
    batch_floats(&r->judged.images, NULL, in->first, in->n, x);
    for (size_t l = 0; l < r->n_lines && !bad; l++) {
        const struct line *line = &r->lines[l];
        const float *of = line->part == PART_OF_RESIDUAL ? residual : x;
        if (line->part == PART_INPUT) {
            keep(r, l, class, x, NULL);
            continue;
        }
        bad = apply(line->run, models->of[place_of(w, line->run)], r, of, in->n, y, e);
        if (bad || line->part != PART_RESIDUAL) {
            if (!bad)
                keep(r, l, class, y, of);
            continue;
        }
        for (size_t k = 0; k < numbers; k++)
            residual[k] = x[k] - y[k];
        keep(r, l, class, residual, NULL);
    }
    return bad;
}

static int do_classes(struct reconstructions *r, const struct wish *w, const struct models *models, struct error *e)
{
    const size_t pixels = (size_t)shape_size(r->image);
    size_t most = 0;
    int bad = 0;
    for (size_t c = 0; c < r->judged.n_classes; c++)
        most = r->judged.classes[c].n > most ? r->judged.classes[c].n : most;
    float *x = mem_alloc(most * pixels, sizeof *x), *y = mem_alloc(most * pixels, sizeof *y);
    float *residual = mem_alloc(most * pixels, sizeof *residual);
    for (size_t c = 0; c < r->judged.n_classes && !bad; c++)
        bad = do_class(r, w, models, c, x, residual, y, e);
    free(x);
    free(y);
    free(residual);
    return bad;
}

int reconstruct(struct reconstructions *r, const struct wish *w, struct error *e)
{
    *r = (struct reconstructions) { 0 };
    struct models models;
    int bad = open_models(w, &models, e) || judged_make(&r->judged, w->runs[0], w->classes, w->data, e);
    if (!bad && !r->judged.n_classes)
        bad = error_set(e, "data set '%s': no judged image of the classes asked for", w->runs[0]->dataset);
    if (!bad) {
        const struct images *im = &r->judged.images;
        r->image = (struct shape) { im->height, im->width, im->channels };
        choose_lines(r, w);
        choose_columns(r, w);
        r->shown = mem_alloc(r->n_lines * r->n_columns * (size_t)shape_size(r->image), sizeof *r->shown);
        r->of_image = mem_alloc(r->n_lines * r->n_columns, sizeof *r->of_image);
        r->of_class = mem_alloc(r->n_lines * r->judged.n_classes, sizeof *r->of_class);
        bad = do_classes(r, w, &models, e);
    }
    close_models(w, &models);
    return bad ? -1 : 0;
}

void reconstructions_release(struct reconstructions *r)
{
    judged_release(&r->judged);
    free(r->lines);
    free(r->columns);
    free(r->shown);
    free(r->of_image);
    free(r->of_class);
    *r = (struct reconstructions) { 0 };
}

double reconstructions_scale(const struct reconstructions *r)
{
    double scale = 0;
    for (size_t l = 0; l < r->n_lines; l++)
        for (size_t c = 0; c < r->n_columns && line_is_signed(&r->lines[l]); c++)
            scale = fmax(scale, r->of_image[l * r->n_columns + c].largest);
    return scale;
}
