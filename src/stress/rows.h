/* Rows of the tables of a stress test, which begin with what was tested and end with its run. */
#ifndef STRESS_ROWS_H
#define STRESS_ROWS_H

#include <stddef.h>

#include "store/csv.h"

/* What was tested, as tables name it. `run` is the ID, "" for a model without one. */
struct stress_subject {
    const char *dataset, *detector, *variant, *positive, *negative, *run;
    long seed;
};

#define STRESS_SUBJECT "dataset,detector,variant,positive,negative,seed"
#define STRESS_COLUMNS \
    STRESS_SUBJECT \
    ",set,n,q,accept,accept_lo,accept_hi,far_l2,far_shape,blind_l2,blind_shape,score_median,nn_median,run_id"
#define SEARCH_COLUMNS \
    STRESS_SUBJECT \
    ",kind,start_set,lambda,rho,q,starts,hits,hits_8bit,steps_median,moved_median,nn_median,far_shape,run_id"
#define POINTS_COLUMNS STRESS_SUBJECT ",set,level,nn_l2,nn_shape,run_id"

enum { ROW_CELLS = 24 };

struct stress_row {
    const char *cells[ROW_CELLS];
    char numbers[ROW_CELLS][32];
    int n;
};

void stress_row_begin(struct stress_row *r, const struct stress_subject *s);
void stress_row_text(struct stress_row *r, const char *text); /* which must live as long as the row */
void stress_row_count(struct stress_row *r, size_t n);
/* Six digits; an empty cell for one that is NaN, "inf" for one that is infinite. */
void stress_row_number(struct stress_row *r, double v);
void stress_row_end(struct stress_row *r, const struct stress_subject *s, struct csv_out *to);

#endif
