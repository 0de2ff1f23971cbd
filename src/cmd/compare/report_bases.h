/* What `lisae report --base` compares the results with. */
#ifndef CMD_COMPARE_REPORT_BASES_H
#define CMD_COMPARE_REPORT_BASES_H

#include "base/error.h"
#include "cmd/compare/comparison.h"
#include "cmd/line/options.h"
#include "report/page/page.h"

struct report_bases {
    struct page_base *of; /* (n) */
    size_t n;
    struct comparison *made; /* (n) */
    char **words;            /* (n) */
    struct noise_file noise;
    struct gate_rule rule;
};

/* Compares all experiments of the material with each --base, "FOLDER" or "WORDS=FOLDER", in their order. 0; -1 where
 * one is not there or cannot be read. report_bases_release() either way. */
int report_bases_make(struct report_bases *b, const struct options *o, const struct suite *suite,
                      const struct material *m, struct error *e);
void report_bases_release(struct report_bases *b);

#endif
