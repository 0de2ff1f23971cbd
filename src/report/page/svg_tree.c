#include "report/page/svg_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/html.h"

const char *const svg_elements[SVG_ELEMENTS] = { "svg",     "g",           "defs",     "path",   "rect",
                                                 "circle",  "polygon",     "use",      "text",   "tspan",
                                                 "line",    "ellipse",     "polyline", "image",  "filter",
                                                 "feFlood", "feComposite", "clipPath", "pattern" };

const char *const svg_attributes[SVG_ATTRIBUTES] = { "fill",
                                                     "fill-opacity",
                                                     "fill-rule",
                                                     "stroke",
                                                     "stroke-width",
                                                     "stroke-opacity",
                                                     "stroke-dasharray",
                                                     "stroke-linecap",
                                                     "stroke-linejoin",
                                                     "color",
                                                     "shape-rendering",
                                                     "font-family",
                                                     "font-size",
                                                     "font-weight",
                                                     "font-style",
                                                     "text-anchor",
                                                     "id",
                                                     "transform",
                                                     "d",
                                                     "points",
                                                     "x",
                                                     "y",
                                                     "width",
                                                     "height",
                                                     "x1",
                                                     "y1",
                                                     "x2",
                                                     "y2",
                                                     "r",
                                                     "rx",
                                                     "ry",
                                                     "cx",
                                                     "cy",
                                                     "dx",
                                                     "dy",
                                                     "viewBox",
                                                     "opacity",
                                                     "preserveAspectRatio",
                                                     "xml:space",
                                                     "clip-path",
                                                     "patternUnits",
                                                     "filterUnits",
                                                     "filter",
                                                     "flood-color",
                                                     "flood-opacity",
                                                     "result",
                                                     "in",
                                                     "in2",
                                                     "operator",
                                                     "xlink:href" };

struct svg_node *svg_node_new(enum svg_element is)
{
    struct svg_node *node = mem_zero(1, sizeof *node);
    node->is = is;
    return node;
}

void svg_node_free(struct svg_node *node)
{
    if (!node)
        return;
    for (size_t i = 0; i < node->n; i++)
        svg_node_free(node->children[i]);
    for (size_t a = 0; a < SVG_ATTRIBUTES; a++)
        free(node->value[a]);
    free(node->children);
    free(node->words);
    free(node);
}

void svg_node_add(struct svg_node *node, struct svg_node *child)
{
    if (!(node->n & (node->n - 1))) /* room for the next power of two */
        node->children = mem_resize(node->children, node->n ? 2 * node->n : 1, sizeof *node->children);
    node->children[node->n++] = child;
}

void svg_node_set(struct svg_node *node, enum svg_attribute a, const char *value)
{
    char *copy = value ? mem_string(value) : NULL; /* the value may be that which is there */
    free(node->value[a]);
    node->value[a] = copy;
}

const char *svg_reference(enum svg_attribute a, const char *value, size_t *length)
{
    static const char url[] = "url(#";
    if (a == SVG_LINK && value[0] == '#') {
        *length = strlen(value + 1);
        return value + 1;
    }
    if (a == SVG_LINK || !starts_with(value, url))
        return NULL;
    *length = strcspn(value + strlen(url), ")");
    return value + strlen(url);
}

static void append_value(struct text *out, enum svg_attribute a, const char *value)
{
    const char prefix = SVG_PREFIX;
    size_t ignored;
    const char *id = a == SVG_ID ? value : svg_reference(a, value, &ignored);
    text_format(out, " %s=\"", svg_attributes[a]);
    if (id) {
        html_text_bytes(out, value, (size_t)(id - value));
        text_append_bytes(out, &prefix, 1);
        value = id;
    }
    html_text(out, value);
    text_append(out, "\"");
}

/* Are line ends between its children of no meaning? */
static int is_around_elements(const struct svg_node *node)
{
    return node->is != SVG_TEXT && node->is != SVG_TSPAN;
}

void svg_node_append(struct text *out, const struct svg_node *node)
{
    const char name = SVG_NAME;
    if (node->is == SVG_WORDS) {
        html_text(out, node->words);
        return;
    }
    text_format(out, "<%s", svg_elements[node->is]);
    if (node->is == SVG_ROOT) {
        text_append(out, " role=\"img\" aria-labelledby=\"");
        text_append_bytes(out, &name, 1);
        text_append(out, "\"");
    }
    for (enum svg_attribute a = 0; a < SVG_ATTRIBUTES; a++)
        if (node->value[a])
            append_value(out, a, node->value[a]);
    text_append(out, node->n ? ">" : "/>");
    for (size_t i = 0; i < node->n; i++) {
        text_append(out, is_around_elements(node) ? "\n" : "");
        svg_node_append(out, node->children[i]);
    }
    if (node->n)
        text_format(out, "</%s>", svg_elements[node->is]);
}
