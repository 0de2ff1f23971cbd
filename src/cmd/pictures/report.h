/* The pictures of a report, drawn for it alone: nothing is left of the files. */
#ifndef CMD_PICTURES_REPORT_H
#define CMD_PICTURES_REPORT_H

#include "report/page/page.h"

/* A picture that takes more bytes of a report is left out, and so is one behind which all together would take more. */
enum { PICTURE_BYTES = 1000 * 1024, PICTURES_BYTES = 3 * 1024 * 1024 };

struct pictures_drawn {
    struct page_picture *of;
    struct drawn_picture **owned; /* (n) what these point into */
    size_t n, bytes;
    size_t lacking;   /* how many could not be drawn here */
    struct error why; /* why the first of them could not */
};

/* Draws those of each experiment that its tables have something for (none where classes are left out of the negatives,
 * by whose mean settings are chosen; no heatmap beside lines along the one axis of numbers), and the paper's figures of
 * which one of the folders (up to NULL) keeps what they are drawn from in figures/figN. One that cannot be drawn is
 * there without an SVG, and counts as lacking; one that is too large is left out of any page. 0; -1 where nothing can
 * be written to draw in. pictures_drawn_release() either way. */
int pictures_for_report(struct pictures_drawn *d, const struct suite *suite, const struct material *m,
                        const char *const *folders, const char *plots, struct error *e);
void pictures_drawn_release(struct pictures_drawn *d);

#endif
