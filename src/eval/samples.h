/* Scores with their labels, sorted: what curves and shares walk along. Label 1 = anomaly, 0 = normal. */
#ifndef EVAL_SAMPLES_H
#define EVAL_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

struct sample {
    double score;
    int label;
};

/* The n samples by rising scores, which are finite; free(). */
struct sample *samples_sort(const double *scores, const uint8_t *labels, size_t n);

#endif
