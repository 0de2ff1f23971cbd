/* One task: which images a detector may see and which it is judged on. */
#ifndef DATA_TASK_H
#define DATA_TASK_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "data/augment.h"
#include "data/classes.h"
#include "data/dataset.h"
#include "data/images.h"
#include "data/pollution.h"

/* From the strokes on they are drawn. */
enum negative_source {
    NEGATIVE_NONE,
    NEGATIVE_CLASSES,
    NEGATIVE_DATASET,
    NEGATIVE_STROKES,
    NEGATIVE_NOISE,
    NEGATIVE_ROTATED,
    NEGATIVE_PATCHES
};

static inline int negatives_are_drawn(enum negative_source source)
{
    return source >= NEGATIVE_STROKES;
}

/* What plan/ has resolved the spec's words to. */
struct task_spec {
    struct class_list positive, anomaly; /* classes of the data set; no overlap */
    enum negative_source source;
    struct class_list negative;     /* of the same data set, for NEGATIVE_CLASSES */
    size_t train_limit, test_limit; /* images per class, 0 = all */
    size_t negative_limit;          /* negatives of classes or a data set in all, 0 = all */
    size_t strokes;                 /* images to draw, where negatives are drawn */
    size_t holdout;                 /* 0: judged on the test split; N: on each N-th image of a
                                     * class of the train split, which is not trained on */
    struct pollution pollution;
    struct class_list polluting; /* the classes that anomalies among the positives are of */
};

struct task {
    struct images positive; /* train split, the positive classes */
    struct images negative; /* train split; of the positive's size and channels; may be empty */
    struct images test;     /* positive and anomaly classes of the split that is judged on */
    uint8_t *anomaly;       /* (test.n) 1 where the class is an anomaly */
    int32_t *index;         /* (test.n) row in that split of the set */
};

/* `foreign` is the negatives' data set for NEGATIVE_DATASET (its train and test splits
 * together, so all of Omniglot), else NULL. A limit takes the first images of a class in an
 * order shuffled by `seed`; that on all negatives takes as many of each class, where there are so
 * many, and draws by `seed` which classes have one more. Errors: a class that does not exist, no positive image, no
 * negative image left, no test image of the anomaly's classes, fewer images to pollute with than there must be. A first
 * phase, which is not judged, has
 * no classes of anomalies; its test images are those of the positives. */
int task_make(struct task *t, const struct task_spec *spec, const struct dataset *set, const struct dataset *foreign,
              uint64_t seed, struct error *e);
void task_release(struct task *t);

#endif
