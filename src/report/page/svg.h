/* Pictures that gnuplot draws, made fit to stand in a page: small, several of them beside each other, and without
 * anything that could run, load or reach out. */
#ifndef REPORT_PAGE_SVG_H
#define REPORT_PAGE_SVG_H

#include "base/error.h"
#include "base/text.h"

/* One that is fit: nothing but svg_read() fills it. */
struct svg {
    struct text body; /* as it stands in a page, but for what svg_append() puts in */
};

/* Of a whole file. Only elements and attributes that gnuplot writes pass; images have to be inside the file, as PNG.
 * What shows nothing is left out, and the rest said in few bytes (svg_small.h). -1 where there is anything else in
 * it, or tags do not match. svg_release() either way. */
int svg_read(struct svg *s, const char *file, struct error *e);
void svg_release(struct svg *s);

/* Appends it. Its ids, and what refers to them, get `prefix` before them; the root is an image for screen readers,
 * called by the element whose id is `name`. */
void svg_append(struct text *out, const struct svg *s, const char *prefix, const char *name);

#endif
