/* A report: one HTML page that needs nothing beside it, made of the tables of experiments alone. */
#ifndef REPORT_PAGE_PAGE_H
#define REPORT_PAGE_PAGE_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "detect/suite.h"
#include "report/gate/gate.h"
#include "report/page/material.h"
#include "report/page/svg.h"

/* A picture, drawn from the tables in the folder of an experiment or, of the paper's figures, from what is kept of one
 * of them. */
struct page_picture {
    const char *experiment; /* its name; NULL: one of the paper's figures */
    const char *name;       /* "heatmap", "fig2" */
    const struct svg *svg;  /* NULL: it was left out */
    const char *why;        /* why it was left out */
};

/* Results that those of the page are compared with, and what the gate says of that. */
struct page_base {
    const char *words; /* "the base": what it is called */
    const struct gate *gate;
};

struct page_input {
    const struct suite *suite;
    const struct material *material;
    const char *printed,
        *layout;             /* paths of the printed numbers and of their tables' layout; NULL: nothing is printed */
    const char *editions;    /* path of the data sets that they are of (report/paper/protocol.h); NULL: none is known */
    const char *experiments; /* folder of the specs that come with the program; NULL: there is none */
    const char *style, *script; /* what the page looks like, and what sorts and filters its tables */
    const char *revision;       /* of the program */
    const struct page_picture *pictures;
    size_t n_pictures;
    const struct page_base *bases; /* (n_bases) */
    size_t n_bases;
};

/* More rows than PAGE_ROWS are left out of the list of what failed or is missing: they are in the files. Means, and
 * lines along axes, share PAGE_MEANS rows among the page's experiments, of which each has at least PAGE_MEANS_LEAST;
 * lists of runs, and of pairs, share PAGE_LISTED, of which each has at most PAGE_LIST and at least PAGE_LIST_LEAST:
 * so a page of many does not grow beyond what a browser shows at once. */
enum {
    PAGE_MEANS = 2000,
    PAGE_MEANS_LEAST = 60,
    PAGE_ROWS = 200,
    PAGE_LISTED = 1200,
    PAGE_LIST = 100,
    PAGE_LIST_LEAST = 20
};

/* Appends the page. The same tables and pictures give the same bytes: it has no date, host or path. 0; -1 where
 * the printed numbers or a table cannot be read. */
int page_make(struct text *out, const struct page_input *in, struct error *e);

#endif
