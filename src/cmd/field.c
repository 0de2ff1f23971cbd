/* `lisae field MODEL`: the score over the plane of a detector that was trained on points. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cmd/model/open.h"
#include "data/origin.h"
#include "run/field.h"
#include "run/scores.h"
#include "store/file.h"
#include "store/output.h"

enum { GRID_MOST = 2001 };

struct square {
    double range;
    int grid;
};

static int read_square(struct square *to, const struct options *o, struct error *e)
{
    long grid = 401;
    *to = (struct square) { .range = 10 };
    if (o->range && (parse_double(o->range, &to->range) || !(to->range > 0 && to->range <= 1e6)))
        return error_set(e, "field: --range: expected a number above 0, at most 1000000, found '%s'", o->range);
    if (option_whole("field: --grid", o->grid, 2, GRID_MOST, &grid, e))
        return -1;
    to->grid = (int)grid;
    return 0;
}

static int write_field(const char *path, const struct field *f, struct error *e)
{
    struct atomic_file out;
    struct text row = TEXT_INIT;
    if (output_begin(&out, path, e))
        return -1;
    fputs("x,y,score,score_over_q95,nn,far\n", out.stream);
    for (size_t i = 0; i < f->points.n; i++) {
        text_clear(&row);
        text_format(&row, "%.7g,%.7g,", (double)f->points.values[2 * i], (double)f->points.values[2 * i + 1]);
        score_append(&row, f->score[i]);
        text_format(&row, ",%.6g,%.6g,%d\n", f->score[i] / f->q95, f->nearest[i], f->nearest[i] > f->far);
        fputs(text_of(&row), out.stream);
    }
    text_release(&row);
    return output_commit(&out, e);
}

static int write_points(const char *path, const struct images *im, struct error *e)
{
    struct atomic_file out;
    if (output_begin(&out, path, e))
        return -1;
    fputs("x,y\n", out.stream);
    for (size_t i = 0; i < im->n; i++)
        fprintf(out.stream, "%.7g,%.7g\n", (double)im->values[2 * i], (double)im->values[2 * i + 1]);
    return output_commit(&out, e);
}

static void print_summary(const struct detector *d, const char *set, const struct field *f)
{
    printf("detector,dataset,range,grid,q50,q95,far,blind50,blind95,max_nn,min_slope\n");
    printf("%s,%s,%g,%d,%.6g,%.6g,%.6g,%.6f,%.6f,%.6g,", d->name, set, f->range, f->grid, f->q50, f->q95, f->far,
           f->blind50, f->blind95, f->max_nn);
    if (isfinite(f->min_slope))
        printf("%.6g", f->min_slope);
    printf("\n");
}

/* The set that the model was trained on, on its class 0. */
static int open_origin(struct dataset *set, const struct archive *a, const char *folder, struct error *e)
{
    struct origin origin;
    *set = (struct dataset) { 0 };
    int bad = origin_get(&origin, a, e);
    if (!bad && !origin.name)
        bad = error_set(e, "%s: the model does not tell what it was trained on", a->path);
    if (!bad && strcmp(origin.positive, "0") != 0)
        bad = error_set(e, "%s: expected a model of class 0, found one of '%s'", a->path, origin.positive);
    bad = bad || dataset_open(set, folder, origin.name, e);
    if (!bad && strcmp(set->payload, origin.payload) != 0)
        bad = error_set(e, "%s: '%s' was another set when the model was trained: payload %.12s then, %.12s now",
                        a->path, origin.name, origin.payload, set->payload);
    origin_release(&origin);
    return bad ? -1 : 0;
}

static int make(const struct suite *suite, const struct options *o, const struct square *square, struct error *e)
{
    struct archive a = { 0 };
    struct dataset set = { 0 };
    struct field f = { 0 };
    const struct detector *detector = NULL;
    void *model = NULL;
    int bad = open_model(suite, o->arguments[0], &a, &detector, &model, e) || open_origin(&set, &a, o->data, e) ||
              field_make(&f, detector, model, &set, square->range, square->grid, e) ||
              (o->output && write_field(o->output, &f, e)) || (o->points && write_points(o->points, &set.train, e));
    if (!bad)
        print_summary(detector, set.name, &f);
    if (!bad && fflush(stdout))
        bad = error_set(e, "cannot write to standard output");
    field_release(&f);
    if (model)
        detector->free(model);
    dataset_release(&set);
    archive_release(&a);
    return bad;
}

static int measure_field(const struct suite *suite, const struct options *o)
{
    struct square square;
    struct error e;
    if (o->output && o->points && path_same_place(o->output, o->points))
        return complain(EXIT_USAGE, "field: -o and --points name one file, '%s'", o->output);
    if ((o->output && output_is_standard(o->output)) || (o->points && output_is_standard(o->points)))
        return complain(EXIT_USAGE, "field: expected a file for -o and --points, found '-': its row goes there");
    if (read_square(&square, o, &e))
        return complain(EXIT_USAGE, "%s", e.text);
    return make(suite, o, &square, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return model_command(&command_field, suite, argc, argv, measure_field);
}

const struct command command_field = {
    "field",
    run_command,
    "a saved detector's score over the plane",
    "Usage: lisae field [options] MODEL\n"
    "\n"
    "MODEL is a model.lisae file or a run's folder (RESULTS/runs/ID) of a run on points in the plane:\n"
    "synthetic:gauss, synthetic:blobs or synthetic:curve. Prints one row: q50 and q95, quantiles of\n"
    "the scores of the test points; far, the 99 % quantile of the distances of train points from their\n"
    "nearest neighbours; blind50 and blind95, the shares of the square that are farther than that from\n"
    "all train points and yet have a score of at most q50, q95; max_nn, the distance of the farthest\n"
    "place that is accepted at q95; min_slope, the least ||f(x) - x|| / ||x|| at ||x|| = 10000, empty\n"
    "for a detector that reconstructs nothing. With -o the columns x,y,score,score_over_q95,nn,far\n"
    "of all points go to a file; nn is the distance from the nearest train point.\n",
    "output data range grid points",
};
