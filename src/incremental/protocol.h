/* Classes that come one after the other, and what is measured of a method whenever one has come (docs/incremental.md).
 *
 * One detector for each class, over a first phase that all of them share, is trained when its class comes; an image
 * goes to the class whose scaled score is the least. The rivals of `[incremental] rivals` under the same protocol. */
#ifndef INCREMENTAL_PROTOCOL_H
#define INCREMENTAL_PROTOCOL_H

#include "base/progress.h"
#include "detect/detector.h"
#include "incremental/tables.h"

struct incremental_task {
    const struct arrivals *arrivals;
    const struct incremental_request *request;
    const struct detector *detector; /* one for each class */
    const struct settings *settings; /* its own; rivals read [model] and [train] batch */
    const struct archive *first;     /* the shared first phase; NULL: the detector starts from none */
    uint64_t seed;
    const struct progress *progress;
};

/* Each adds its rows to the tables. Fails where a training does, or a score is not finite. */
int incremental_one_each(const struct incremental_task *t, struct part_tables *to, struct error *e);
/* `first` has to be that of an autoencoder for those on codes and features. */
int incremental_rival(const struct incremental_task *t, enum incremental_rival rival, struct part_tables *to,
                      struct error *e);
/* Does the rival look at the first phase? */
int incremental_rival_needs_first(enum incremental_rival rival);

/* The rivals by their kinds, for incremental_rival(). */
int incremental_means(const struct incremental_task *t, enum incremental_rival rival, struct part_tables *to,
                      struct error *e);
int incremental_softmax(const struct incremental_task *t, int new_alone, struct part_tables *to, struct error *e);

#endif
