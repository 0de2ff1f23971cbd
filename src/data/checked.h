/* Files of prepared sets that are known to be whole. Who does many runs, each in a process of its own, has the sum of
 * a set taken by the first of them alone: the table lies in memory that it shares with the processes that it starts. */
#ifndef DATA_CHECKED_H
#define DATA_CHECKED_H

#include "data/dataset.h"

struct checked_sets;

/* NULL where there is no memory for it: then each run takes the sums anew. */
struct checked_sets *checked_begin(void);
void checked_end(struct checked_sets *c);

/* dataset_open(), without the sum of a file that is known and still what it was: the same file by device, number, size
 * and times. `c` may be NULL. */
int checked_open(struct dataset *d, struct checked_sets *c, const char *folder, const char *name, struct error *e);

#endif
