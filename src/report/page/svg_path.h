/* The numbers, lines and colours of a picture in few bytes. All stays within a twentieth of a pixel. */
#ifndef REPORT_PAGE_SVG_PATH_H
#define REPORT_PAGE_SVG_PATH_H

#include "base/text.h"

/* Appends the line of a path's `d`, made of M, m, L, l, h, v and z, by steps from point to point, rounded to tenths.
 * Parts without a step, which show as dots where lines have round or square ends, are left out where `dots` is 0. -1,
 * and nothing is appended, where there is anything else in it. */
int svg_path_append(struct text *out, const char *d, int dots);

/* The same of a polygon's points. `*is_box`: is it a rectangle along the axes? All of these go the same way round. */
int svg_polygon_append(struct text *out, const char *points, int *is_box);

/* A number, rounded to tenths; -1, and nothing is appended, where it is none. */
int svg_tenths_append(struct text *out, const char *number);

/* Words with numbers among them, these without the zeros that end their decimals: "translate(1.50,2.00)". */
void svg_tidy_append(struct text *out, const char *words);

/* A colour: "rgb(  1,  2,  3)", "#FFFFFF" and "black" as "#010203", "#fff", "#000"; others are as they are. */
void svg_colour_append(struct text *out, const char *colour);

#endif
