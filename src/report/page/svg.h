/* Pictures that gnuplot draws, made fit to stand in a page: several of them beside each other, and without anything
 * that could run, load or reach out. */
#ifndef REPORT_PAGE_SVG_H
#define REPORT_PAGE_SVG_H

#include "base/error.h"
#include "base/text.h"

/* Appends the picture `svg`, a whole file. Its ids, and what refers to them, get `prefix` before them; the root is an
 * image for screen readers, called by the element whose id is `name`. Only elements and attributes that gnuplot writes
 * pass; images have to be inside the file, as PNG. -1, and nothing is appended, where there is anything else in it, or
 * tags do not match. */
int svg_append(struct text *out, const char *svg, const char *prefix, const char *name, struct error *e);

#endif
