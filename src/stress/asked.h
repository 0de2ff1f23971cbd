/* Asking one detector about sets and by searches, and the tables that the answers go to. */
#ifndef STRESS_ASKED_H
#define STRESS_ASKED_H

#include "stress/rows.h"
#include "stress/search.h"

enum { HITS_SHOWN = 4 }; /* of a set of starts */

/* A search's hit for the picture. */
struct shown_hit {
    float *start, *found, *reconstruction, *nearest; /* (d) each; no reconstruction: NULL */
};

struct asked {
    struct stress_source from;
    const struct stress_subject *subject;
    struct neighbourhood nb;
    struct search_settings how;
    size_t starts; /* of each set */
    struct csv_out stress, search, points;
    struct shown_hit *shown;
    size_t n_shown;
};

/* The tables in the folder, with their headers. */
int asked_begin(struct asked *a, const char *folder, struct error *e);
/* A set's rows of stress.csv, and of its first images those of points.csv.gz. */
int asked_set(struct asked *a, const struct stress_set *set, struct error *e);
/* Searches from the set's first images, with rows in search.csv; some hits of lambda 0 are kept for the picture. */
int asked_search(struct asked *a, const struct stress_set *set, double lambda, struct error *e);
/* The tables, and search-hits.png where there is a hit to show. */
int asked_commit(struct asked *a, const char *folder, struct error *e);
/* Tables that were not committed are thrown away. */
void asked_release(struct asked *a);

#endif
