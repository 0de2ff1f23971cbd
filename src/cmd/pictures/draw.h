/* One picture of an experiment, drawn by gnuplot from its tables. */
#ifndef CMD_PICTURES_DRAW_H
#define CMD_PICTURES_DRAW_H

#include "base/error.h"
#include "detect/suite.h"

struct drawing {
    const struct suite *suite;
    const char *tables;  /* the folder of the CSV files, or what else the script reads */
    const char *output;  /* the folder that pictures go to */
    const char *plots;   /* the folder of the scripts */
    const char *missing; /* characters that a PNG shows as "?", as glyphs_find_missing() has them */
    int drawn;           /* pictures that were drawn */
};

/* NULL-terminated. */
extern const char *const pictures[];

/* Draws it as SVG and PNG and prints their names. Where the tables have nothing that it shows, the files of an earlier
 * call beside them are removed: they would show what is not in the tables. Returns the exit code. */
int draw(struct drawing *d, const char *picture);

/* Draws a picture by a script of another name ("table"), whatever its tables have. Returns the exit code. */
int draw_by(struct drawing *d, const char *picture, const char *script);

/* Draws as SVG alone, and prints nothing: `*svg` gets the bytes of the file, which is left behind in d->output; free().
 * draw_svg() by the picture's own script, `*svg` NULL where the tables have nothing that it shows; draw_script_svg() by
 * any. 0 or -1. */
typedef int draw_svg_function(const struct drawing *d, const char *picture, char **svg, struct error *e);
draw_svg_function draw_svg, draw_script_svg;

#endif
