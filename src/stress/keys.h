/* [stress] of a spec: what a trained detector is asked beside the test set. No run depends on it. */
#ifndef STRESS_KEYS_H
#define STRESS_KEYS_H

#include "base/text.h"
#include "keys/sections.h"
#include "stress/search.h"

/* The struct of the section. */
struct stress_keys {
    int run;
    const char *search;
    int starts, steps;
};

/* What is asked. The texts are the caller's. */
struct stress_request {
    struct stress_keys keys;
    const char *sets, *rho;
    long seed;
};

extern const struct section stress_section;

/* All at their defaults, seed 1. */
void stress_request_init(struct stress_request *r);
/* The numbers of `rho`: 1 to SEARCH_RHOS of them, rising, from 1 to 100. 0 or -1. */
int stress_rho(const char *text, double rho[SEARCH_RHOS], size_t *n, struct error *e);
/* Appends its text: an INI section [stress], the same for the same request. What it begins with tells by which rules
 * the tables were made, so that those of other rules are not taken for the same. */
void stress_request_print(const struct stress_request *r, struct text *out);

#endif
