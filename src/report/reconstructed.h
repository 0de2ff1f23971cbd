/* The tables and pictures of reconstructions. errors.csv has a row for each image that is shown and each line of its
 * picture, means.csv one for each class and line, over all judged images of the class. */
#ifndef REPORT_RECONSTRUCTED_H
#define REPORT_RECONSTRUCTED_H

#include "run/reconstruct.h"
#include "store/csv.h"

struct reconstructed {
    const char *folder;
    struct csv_out errors, means;
    char **old; /* (n_old) names of the pictures that the folder's errors.csv has rows of, less those made anew */
    size_t n_old;
};

/* Begins both tables. reconstructed_abandon() does for what is not to be committed. */
int reconstructed_begin(struct reconstructed *to, const char *folder, struct error *e);
/* Writes FOLDER/NAME.png and the rows of a task's runs, one of which is `first`; `classes` are the names of the data
 * set's classes, n of them. */
int reconstructed_add(struct reconstructed *to, const char *name, const struct reconstructions *r,
                      const struct run *first, char *const *classes, int n_classes, struct error *e);
/* Old pictures, which the new tables say nothing of, go. */
int reconstructed_commit(struct reconstructed *to, struct error *e);
void reconstructed_abandon(struct reconstructed *to);

#endif
