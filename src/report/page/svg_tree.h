/* A picture as a tree, for svg.c and what makes it small. Only elements and attributes that gnuplot writes have a place
 * in it. */
#ifndef REPORT_PAGE_SVG_TREE_H
#define REPORT_PAGE_SVG_TREE_H

#include <stddef.h>

#include "base/text.h"

enum svg_element {
    SVG_ROOT,
    SVG_G,
    SVG_DEFS,
    SVG_PATH,
    SVG_RECT,
    SVG_CIRCLE,
    SVG_POLYGON,
    SVG_USE,
    SVG_TEXT,
    SVG_TSPAN,
    SVG_LINE,
    SVG_ELLIPSE,
    SVG_POLYLINE,
    SVG_IMAGE,
    SVG_FILTER,
    SVG_FE_FLOOD,
    SVG_FE_COMPOSITE,
    SVG_CLIP_PATH,
    SVG_PATTERN,
    SVG_ELEMENTS,
    SVG_WORDS = SVG_ELEMENTS /* what stands between tags */
};

/* Those that an element has from the elements around it come first. */
enum svg_attribute {
    SVG_FILL,
    SVG_FILL_OPACITY,
    SVG_FILL_RULE,
    SVG_STROKE,
    SVG_STROKE_WIDTH,
    SVG_STROKE_OPACITY,
    SVG_DASHES,
    SVG_LINE_CAP,
    SVG_LINE_JOIN,
    SVG_COLOR,
    SVG_RENDERING,
    SVG_FONT_FAMILY,
    SVG_FONT_SIZE,
    SVG_FONT_WEIGHT,
    SVG_FONT_STYLE,
    SVG_ANCHOR,
    SVG_INHERITED,
    SVG_ID = SVG_INHERITED,
    SVG_TRANSFORM,
    SVG_D,
    SVG_POINTS,
    SVG_X,
    SVG_Y,
    SVG_WIDTH,
    SVG_HEIGHT,
    SVG_X1,
    SVG_Y1,
    SVG_X2,
    SVG_Y2,
    SVG_R,
    SVG_RX,
    SVG_RY,
    SVG_CX,
    SVG_CY,
    SVG_DX,
    SVG_DY,
    SVG_VIEW_BOX,
    SVG_OPACITY,
    SVG_ASPECT,
    SVG_SPACE,
    SVG_CLIP,
    SVG_PATTERN_UNITS,
    SVG_FILTER_UNITS,
    SVG_FILTERED,
    SVG_FLOOD_COLOR,
    SVG_FLOOD_OPACITY,
    SVG_RESULT,
    SVG_IN,
    SVG_IN2,
    SVG_OPERATOR,
    SVG_LINK,
    SVG_ATTRIBUTES
};

extern const char *const svg_elements[SVG_ELEMENTS];
extern const char *const svg_attributes[SVG_ATTRIBUTES];

struct svg_node {
    enum svg_element is;
    char *value[SVG_ATTRIBUTES]; /* owned; NULL: it has none of this name */
    char *words;                 /* of SVG_WORDS; owned */
    struct svg_node **children;  /* (n), owned */
    size_t n;
    int is_boxes; /* svg_small.c: a path of rectangles, all drawn the same way round */
};

struct svg_node *svg_node_new(enum svg_element is);
/* With its children; NULL is none. */
void svg_node_free(struct svg_node *node);
/* Takes the child over. */
void svg_node_add(struct svg_node *node, struct svg_node *child);
/* Copies the value; NULL takes the attribute away. */
void svg_node_set(struct svg_node *node, enum svg_attribute a, const char *value);

/* The id that a value refers to, "#id" of a link or "url(#id)"; NULL where it refers to none. `*length`: its bytes. */
const char *svg_reference(enum svg_attribute a, const char *value, size_t *length);

/* Appends it as HTML. Where a prefix is to stand before an id there is the byte SVG_PREFIX, and in the place of the
 * name that the root is called by SVG_NAME; neither is anywhere else. */
enum { SVG_PREFIX = 1, SVG_NAME = 2 };
void svg_node_append(struct text *out, const struct svg_node *node);

#endif
