/* What trained detectors make of images, some of them to be shown: the images themselves, their reconstructions, and
 * where it is wished what one detector leaves of them, and each makes of that. */
#ifndef RUN_RECONSTRUCT_H
#define RUN_RECONSTRUCT_H

#include "plan/plan.h"
#include "run/judged.h"

enum part {
    PART_INPUT,       /* x */
    PART_RESIDUAL,    /* r: x less its reconstruction by one detector */
    PART_OF_RESIDUAL, /* a detector's reconstruction of r */
    PART_OF_INPUT     /* ... of x */
};

/* "input", "residual", "of-residual", "of-input" */
const char *part_word(enum part p);

/* Of one image, or the means over those of a class (the largest of them). Pixels are in the unit of [0, 1]. */
struct measure {
    double error;   /* ||y - what it is of||_2; NaN of the input and the residual */
    double norm;    /* ||y||_2 */
    double largest; /* |y| of a pixel */
};

/* A line of the picture. */
struct line {
    enum part part;
    const struct run *run; /* whose reconstruction it is, or which leaves the residual; NULL of the input */
};

struct wish {
    const struct plan *plan;
    const struct run *const *runs; /* n_runs of one task, with models of one size */
    size_t n_runs;
    const struct run *residual; /* one of them; NULL: no residuals */
    const struct class_list *classes;
    size_t each; /* images of a class that are shown; all of fewer */
    const char *data, *results;
};

struct reconstructions {
    struct shape image;
    struct line *lines;
    size_t n_lines;
    struct judged judged;
    size_t *columns; /* (n_columns) rows of `judged` that are shown */
    size_t n_columns;
    float *shown;             /* (n_lines, n_columns, pixels) */
    struct measure *of_image; /* (n_lines, n_columns) */
    struct measure *of_class; /* (n_lines, judged.n_classes), over all judged images of the class */
};

/* 0, or -1 where data, a run or its model is not there or not what it should be; reconstructions_release() either
 * way. */
int reconstruct(struct reconstructions *r, const struct wish *w, struct error *e);
void reconstructions_release(struct reconstructions *r);

/* The largest number of the lines that have either sign (those of residuals): what is drawn white. 0 without any. */
double reconstructions_scale(const struct reconstructions *r);
/* Has the line numbers of either sign? */
int line_is_signed(const struct line *l);

#endif
