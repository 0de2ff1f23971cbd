#include "report/page/svg_small.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/svg_path.h"

/* ---- ids ---- */

/* Appends the ids that an element and what is in it refer to, each between line ends. */
static void collect_references(const struct svg_node *node, struct text *ids)
{
    for (enum svg_attribute a = 0; a < SVG_ATTRIBUTES; a++) {
        size_t n;
        const char *id = node->value[a] ? svg_reference(a, node->value[a], &n) : NULL;
        if (id) {
            text_append_bytes(ids, id, n);
            text_append(ids, "\n");
        }
    }
    for (size_t i = 0; i < node->n; i++)
        collect_references(node->children[i], ids);
}

static int is_referred_to(const struct svg_node *node, const struct text *ids)
{
    const char *id = node->value[SVG_ID];
    for (const char *at = text_of(ids); id && *at; at += strcspn(at, "\n") + 1)
        if (strlen(id) == strcspn(at, "\n") && strncmp(at, id, strlen(id)) == 0)
            return 1;
    return 0;
}

/* Frees children of <defs> without a use, and ids. How many elements went. */
static size_t drop_unused(struct svg_node *node, const struct text *ids)
{
    size_t kept = 0, gone = 0;
    for (size_t i = 0; i < node->n; i++) {
        struct svg_node *child = node->children[i];
        if (node->is == SVG_DEFS && !is_referred_to(child, ids)) {
            svg_node_free(child);
            gone++;
            continue;
        }
        gone += drop_unused(child, ids);
        node->children[kept++] = child;
    }
    node->n = kept;
    if (node->value[SVG_ID] && !is_referred_to(node, ids))
        svg_node_set(node, SVG_ID, NULL);
    return gone;
}

/* What is used by nothing but what is not used goes in a later round. */
static void drop_all_unused(struct svg_node *root)
{
    size_t gone = 1;
    while (gone) {
        struct text ids = TEXT_INIT;
        collect_references(root, &ids);
        gone = drop_unused(root, &ids);
        text_release(&ids);
    }
}

/* ---- no groups ---- */

static int is_drawn(const struct svg_node *node)
{
    switch (node->is) {
    case SVG_PATH:
    case SVG_RECT:
    case SVG_CIRCLE:
    case SVG_POLYGON:
    case SVG_POLYLINE:
    case SVG_LINE:
    case SVG_ELLIPSE:
    case SVG_USE:
    case SVG_TEXT:
    case SVG_IMAGE:
        return 1;
    default:
        return 0;
    }
}

/* Does a group only hold what its elements can have themselves? */
static int is_plain(const struct svg_node *node)
{
    for (enum svg_attribute a = SVG_INHERITED; a < SVG_ATTRIBUTES; a++)
        if (node->value[a] && a != SVG_TRANSFORM)
            return 0;
    return 1;
}

/* What an element has from those around it becomes its own. */
static void inherit(struct svg_node *node, const struct svg_node *around)
{
    const char *outer = around->value[SVG_TRANSFORM];
    for (enum svg_attribute a = 0; a < SVG_INHERITED; a++)
        if (!node->value[a])
            svg_node_set(node, a, around->value[a]);
    if (outer) {
        const char *own = node->value[SVG_TRANSFORM];
        struct text both = TEXT_INIT;
        text_format(&both, "%s%s%s", outer, own ? " " : "", own ? own : "");
        svg_node_set(node, SVG_TRANSFORM, text_of(&both));
        text_release(&both);
    }
}

static void flatten(struct svg_node *from, const struct svg_node *around, struct svg_node *to);

/* Takes the group over. */
static void flatten_group(struct svg_node *group, const struct svg_node *around, struct svg_node *to)
{
    const int plain = is_plain(group);
    struct svg_node *inside = svg_node_new(SVG_G);
    inherit(group, around);
    for (enum svg_attribute a = 0; a < SVG_INHERITED; a++) {
        inside->value[a] = group->value[a];
        group->value[a] = NULL;
    }
    if (plain)
        svg_node_set(inside, SVG_TRANSFORM, group->value[SVG_TRANSFORM]);
    flatten(group, inside, plain ? to : group);
    svg_node_free(inside);
    if (!plain && group->n)
        svg_node_add(to, group);
    else
        svg_node_free(group);
}

/* Moves what is in `from` to `to`, without plain groups. `around`: what stands for all elements around. */
static void flatten(struct svg_node *from, const struct svg_node *around, struct svg_node *to)
{
    struct svg_node **children = from->children;
    const size_t n = from->n;
    from->children = NULL;
    from->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct svg_node *child = children[i];
        if (is_drawn(child))
            inherit(child, around);
        if (child->is == SVG_G)
            flatten_group(child, around, to);
        else if ((child->is == SVG_DEFS || child->is == SVG_TEXT) && !child->n)
            svg_node_free(child);
        else
            svg_node_add(to, child);
    }
    free(children);
}

/* ---- no attribute without an effect ---- */

typedef void write_value(struct text *out, const char *value);

static void set_written(struct svg_node *node, enum svg_attribute a, write_value *write)
{
    struct text value = TEXT_INIT;
    if (!node->value[a])
        return;
    write(&value, node->value[a]);
    svg_node_set(node, a, text_of(&value));
    text_release(&value);
}

static void tidy_values(struct svg_node *node)
{
    static const enum svg_attribute numbers[] = { SVG_STROKE_WIDTH, SVG_DASHES,       SVG_FONT_SIZE,
                                                  SVG_TRANSFORM,    SVG_FILL_OPACITY, SVG_STROKE_OPACITY };
    static const enum svg_attribute colours[] = { SVG_FILL, SVG_STROKE, SVG_COLOR };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        set_written(node, numbers[i], svg_tidy_append);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        set_written(node, colours[i], svg_colour_append);
}

static int has(const struct svg_node *node, enum svg_attribute a, const char *value)
{
    return node->value[a] && strcmp(node->value[a], value) == 0;
}

/* What an element has without being told. The root has no such attributes, nor has a group that is left. */
static void drop_defaults(struct svg_node *node)
{
    static const struct {
        enum svg_attribute of;
        const char *value;
    } defaults[] = {
        { SVG_FILL, "#000" },          { SVG_STROKE, "none" },       { SVG_STROKE_WIDTH, "1" },
        { SVG_LINE_CAP, "butt" },      { SVG_LINE_JOIN, "miter" },   { SVG_RENDERING, "auto" },
        { SVG_FONT_WEIGHT, "normal" }, { SVG_FONT_STYLE, "normal" }, { SVG_ANCHOR, "start" },
        { SVG_FILL_OPACITY, "1" },     { SVG_STROKE_OPACITY, "1" },  { SVG_DASHES, "none" },
        { SVG_FILL_RULE, "nonzero" },
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (has(node, defaults[i].of, defaults[i].value))
            svg_node_set(node, defaults[i].of, NULL);
}

static void drop_range(struct svg_node *node, enum svg_attribute first, enum svg_attribute last)
{
    for (enum svg_attribute a = first; a <= last; a++)
        svg_node_set(node, a, NULL);
}

/* Of what is used the colour and all lines may come from where it is used: a symbol is drawn with them. */
static void drop_idle(struct svg_node *node)
{
    const char *current = node->value[SVG_COLOR] ? node->value[SVG_COLOR] : "#000";
    if (node->is == SVG_USE) {
        drop_range(node, SVG_FONT_FAMILY, SVG_ANCHOR);
        return;
    }
    if (has(node, SVG_FILL, "currentColor"))
        svg_node_set(node, SVG_FILL, current);
    if (has(node, SVG_STROKE, "currentColor"))
        svg_node_set(node, SVG_STROKE, current);
    svg_node_set(node, SVG_COLOR, NULL);
    if (!node->value[SVG_STROKE] || has(node, SVG_STROKE, "none"))
        drop_range(node, SVG_STROKE, SVG_LINE_JOIN);
    if (node->is != SVG_TEXT)
        drop_range(node, SVG_FONT_FAMILY, SVG_ANCHOR);
    if (node->is == SVG_IMAGE)
        drop_range(node, SVG_FILL, SVG_LINE_JOIN);
    drop_defaults(node);
}

/* "translate(X,Y)" of a word is where it stands. */
static void place_text(struct svg_node *node)
{
    static const char start[] = "translate(";
    const char *by = node->value[SVG_TRANSFORM];
    if (node->is != SVG_TEXT || !by || node->value[SVG_X] || node->value[SVG_Y] || !starts_with(by, start))
        return;
    struct text x = TEXT_INIT, y = TEXT_INIT, copy = TEXT_INIT;
    text_append(&copy, by + strlen(start));
    char *comma = copy.s ? strchr(copy.s, ',') : NULL, *end = comma ? strchr(comma, ')') : NULL;
    if (end && !end[1]) {
        *comma = *end = '\0';
        if (!svg_tenths_append(&x, copy.s) && !svg_tenths_append(&y, comma + 1)) {
            svg_node_set(node, SVG_X, text_of(&x));
            svg_node_set(node, SVG_Y, text_of(&y));
            svg_node_set(node, SVG_TRANSFORM, NULL);
        }
    }
    text_release(&x);
    text_release(&y);
    text_release(&copy);
}

/* Lengths count in pixels where nothing scales or turns them. */
static void round_shape(struct svg_node *node)
{
    struct text d = TEXT_INIT;
    if (node->value[SVG_TRANSFORM])
        return;
    if (node->is == SVG_PATH && node->value[SVG_D] &&
        !svg_path_append(&d, node->value[SVG_D], node->value[SVG_LINE_CAP] != NULL)) {
        svg_node_set(node, SVG_D, text_of(&d));
    } else if (node->is == SVG_POLYGON && node->value[SVG_POINTS] &&
               !svg_polygon_append(&d, node->value[SVG_POINTS], &node->is_boxes)) {
        node->is = SVG_PATH;
        svg_node_set(node, SVG_D, text_of(&d));
        svg_node_set(node, SVG_POINTS, NULL);
    }
    text_release(&d);
}

/* ---- paths beside each other ---- */

static int same_but(const struct svg_node *a, const struct svg_node *b, enum svg_attribute but)
{
    for (enum svg_attribute i = 0; i < SVG_ATTRIBUTES; i++)
        if (i != but && (a->value[i] || b->value[i]) && !(a->value[i] && b->value[i] && has(a, i, b->value[i])))
            return 0;
    return 1;
}

/* May it be drawn in one path with others like it? Not where one would be seen through another, or cut it out. */
static int can_merge(const struct svg_node *node)
{
    const int lines = has(node, SVG_FILL, "none") && !node->value[SVG_STROKE_OPACITY];
    const int boxes = node->is_boxes && !node->value[SVG_STROKE] && !node->value[SVG_FILL_OPACITY];
    return node->is == SVG_PATH && !node->value[SVG_ID] && !node->value[SVG_TRANSFORM] && node->value[SVG_D] &&
           node->value[SVG_D][0] == 'M' && (lines || boxes);
}

/* Parts of a path that came from paths beside each other are a step apart, too. */
static void rewrite_path(struct svg_node *node)
{
    struct text d = TEXT_INIT;
    if (!svg_path_append(&d, node->value[SVG_D], node->value[SVG_LINE_CAP] != NULL))
        svg_node_set(node, SVG_D, text_of(&d));
    text_release(&d);
}

static int shows_nothing(const struct svg_node *node)
{
    return node->is == SVG_PATH && node->value[SVG_D] && !*node->value[SVG_D];
}

static void drop_empty_paths(struct svg_node *node)
{
    size_t kept = 0;
    for (size_t i = 0; i < node->n; i++) {
        if (shows_nothing(node->children[i]))
            svg_node_free(node->children[i]);
        else
            node->children[kept++] = node->children[i];
    }
    node->n = kept;
}

static void merge_paths(struct svg_node *node)
{
    size_t kept = 0;
    for (size_t i = 0; i < node->n;) {
        struct svg_node *first = node->children[i++];
        struct text d = TEXT_INIT;
        node->children[kept++] = first;
        if (!can_merge(first))
            continue;
        const size_t alone = i;
        text_append(&d, first->value[SVG_D]);
        while (i < node->n && can_merge(node->children[i]) && first->is_boxes == node->children[i]->is_boxes &&
               same_but(first, node->children[i], SVG_D)) {
            text_append(&d, node->children[i]->value[SVG_D]);
            svg_node_free(node->children[i++]);
        }
        svg_node_set(first, SVG_D, text_of(&d));
        text_release(&d);
        if (i > alone)
            rewrite_path(first);
    }
    node->n = kept;
}

/* ---- groups of what agrees ---- */

/* Do all attributes that a group can hold agree, but the fill? */
static int agree(const struct svg_node *a, const struct svg_node *b)
{
    if (!is_drawn(a) || !is_drawn(b))
        return 0;
    for (enum svg_attribute i = 0; i < SVG_INHERITED; i++)
        if (i != SVG_FILL && (a->value[i] || b->value[i]) && !(a->value[i] && b->value[i] && has(a, i, b->value[i])))
            return 0;
    return 1;
}

static struct svg_node *group_of(struct svg_node *const *of, size_t n)
{
    struct svg_node *group = svg_node_new(SVG_G);
    int same_fill = of[0]->value[SVG_FILL] != NULL;
    for (size_t i = 1; i < n; i++)
        same_fill = same_fill && of[i]->value[SVG_FILL] && has(of[0], SVG_FILL, of[i]->value[SVG_FILL]);
    for (enum svg_attribute a = 0; a < SVG_INHERITED; a++) {
        if (a == SVG_FILL && !same_fill)
            continue;
        svg_node_set(group, a, of[0]->value[a]);
        for (size_t i = 0; i < n; i++)
            svg_node_set(of[i], a, NULL);
    }
    for (size_t i = 0; i < n; i++)
        svg_node_add(group, of[i]);
    return group;
}

/* What a group's tags take is saved from the second element on. */
static int is_worth(const struct svg_node *node)
{
    for (enum svg_attribute a = 0; a < SVG_INHERITED; a++)
        if (a != SVG_FILL && node->value[a])
            return 1;
    return 0;
}

static void group_alike(struct svg_node *node)
{
    size_t kept = 0;
    for (size_t i = 0; i < node->n;) {
        size_t end = i + 1;
        while (end < node->n && is_worth(node->children[i]) && agree(node->children[i], node->children[end]))
            end++;
        struct svg_node *one = end - i > 1 ? group_of(&node->children[i], end - i) : node->children[i];
        node->children[kept++] = one;
        i = end;
    }
    node->n = kept;
}

/* ---- fonts ---- */

/* All words of a picture. */
struct all_texts {
    struct svg_node **of;
    size_t n, room;
};

static void collect_texts(struct svg_node *node, struct all_texts *all)
{
    if (node->is == SVG_TEXT) {
        if (all->n == all->room) {
            all->room = 2 * all->room + 64;
            all->of = mem_resize(all->of, all->room, sizeof *all->of);
        }
        all->of[all->n++] = node;
    }
    for (size_t i = 0; i < node->n; i++)
        collect_texts(node->children[i], all);
}

/* The first of those that have the most frequent value; NULL where one has none, or all differ. */
static struct svg_node *most_frequent(const struct all_texts *all, enum svg_attribute a)
{
    size_t *count = mem_zero(all->n + 1, sizeof *count), best = 0;
    for (size_t i = 0; i < all->n; i++) {
        size_t first = 0;
        if (!all->of[i]->value[a]) {
            free(count);
            return NULL;
        }
        while (!has(all->of[first], a, all->of[i]->value[a]))
            first++;
        count[first]++;
        best = count[first] > count[best] ? first : best;
    }
    struct svg_node *one = all->n && count[best] > 1 ? all->of[best] : NULL;
    free(count);
    return one;
}

/* The root has what most words have. */
static void raise_font(struct svg_node *root, enum svg_attribute a)
{
    struct all_texts all = { .n = 0 };
    collect_texts(root, &all);
    const struct svg_node *one = most_frequent(&all, a);
    if (one) {
        svg_node_set(root, a, one->value[a]);
        for (size_t i = 0; i < all.n; i++)
            if (has(all.of[i], a, root->value[a]))
                svg_node_set(all.of[i], a, NULL);
    }
    free(all.of);
}

static void make_small(struct svg_node *node)
{
    for (size_t i = 0; i < node->n; i++) {
        struct svg_node *child = node->children[i];
        if (is_drawn(child)) {
            tidy_values(child);
            drop_idle(child);
            place_text(child);
            round_shape(child);
        } else if (child->is == SVG_G) {
            make_small(child);
        }
    }
    drop_empty_paths(node);
    merge_paths(node);
}

static void group_all(struct svg_node *node)
{
    for (size_t i = 0; i < node->n; i++)
        if (node->children[i]->is == SVG_G)
            group_all(node->children[i]);
    group_alike(node);
}

void svg_small(struct svg_node *root)
{
    struct svg_node *around = svg_node_new(SVG_G);
    for (enum svg_attribute a = 0; a < SVG_INHERITED; a++) {
        around->value[a] = root->value[a];
        root->value[a] = NULL;
    }
    drop_all_unused(root);
    flatten(root, around, root);
    svg_node_free(around);
    make_small(root);
    raise_font(root, SVG_FONT_FAMILY);
    raise_font(root, SVG_FONT_SIZE);
    group_all(root);
}
