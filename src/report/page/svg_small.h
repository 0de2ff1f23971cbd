/* A picture in few bytes: what gnuplot says of each line and word is said once of those beside each other. */
#ifndef REPORT_PAGE_SVG_SMALL_H
#define REPORT_PAGE_SVG_SMALL_H

#include "report/page/svg_tree.h"

/* Makes the tree of a whole picture small, in its place: it shows the same, within a twentieth of a pixel.
 * - Groups that only hold attributes are gone, and each element has those that count for it; those with a default, or
 *   of what it does not draw, are gone, too. What nothing refers to has no id, and is gone from <defs>.
 * - Lines and rectangles beside each other that are drawn alike are one path; polygons are paths.
 * - Elements beside each other that agree in attributes stand in a group that has them; the root has the fonts. */
void svg_small(struct svg_node *root);

#endif
