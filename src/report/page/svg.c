#include "report/page/svg.h"

#include <ctype.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/svg_small.h"
#include "report/page/svg_tree.h"

/* These go without a word: the page says it itself, or has no use for it. */
static const char *const dropped[] = { "xmlns", "xmlns:xlink", "version", "encoding", "standalone", "class" };

enum { DEEPEST = 64 };

struct reader {
    const char *at;
    struct svg_node *open[DEEPEST]; /* the elements around; the root is the first */
    size_t depth;
    struct error *e;
};

/* The place of a name in a list of `count`; -1 where it is not there. */
static int place_of(const char *const *list, size_t count, const char *name, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == n && strncmp(list[i], name, n) == 0)
            return (int)i;
    return -1;
}

static int refuse(struct reader *r, const char *expected)
{
    const size_t n = strcspn(r->at, "\n");
    return error_set(r->e, "expected %s in the picture, found '%.*s'", expected, (int)(n < 60 ? n : 60), r->at);
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || (n && strchr(":-_", s[n]) && s[n]))
        n++;
    return n;
}

/* Addresses are those of ids in the file, one in a value, and pictures inside it. */
static int check_value(struct reader *r, enum svg_attribute a, const char *value)
{
    static const char png[] = "data:image/png;base64,";
    size_t length;
    const char *id = svg_reference(a, value, &length), *end = a == SVG_LINK ? "" : ")";
    if (id)
        return length && strcmp(id + length, end) == 0 ? 0 : refuse(r, "an address inside the file");
    if (a == SVG_LINK)
        return starts_with(value, png) ? 0 : refuse(r, "a picture inside the file");
    return strstr(value, "url(") ? refuse(r, "an address inside the file") : 0;
}

/* Text and values of a file that is XML have their entities, which the page needs just as they are; those that it has
 * not are few. */
static char *plain_words(const char *s, size_t n)
{
    static const struct {
        const char *entity, *is;
    } entities[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" } };
    struct text plain = TEXT_INIT;
    for (size_t i = 0; i < n;) {
        size_t k = 0;
        while (k < sizeof entities / sizeof *entities &&
               strncmp(s + i, entities[k].entity, strlen(entities[k].entity)) != 0)
            k++;
        if (k < sizeof entities / sizeof *entities) {
            text_append(&plain, entities[k].is);
            i += strlen(entities[k].entity);
        } else {
            text_append_bytes(&plain, s + i, 1);
            i++;
        }
    }
    char *words = mem_string(text_of(&plain));
    text_release(&plain);
    return words;
}

static int read_attribute(struct reader *r, struct svg_node *node)
{
    const size_t n = name_length(r->at);
    const char *start = r->at;
    r->at += n;
    r->at += strspn(r->at, " \t\r\n");
    if (!n || *r->at != '=')
        return refuse(r, "an attribute");
    r->at++;
    r->at += strspn(r->at, " \t\r\n");
    const char quote[2] = { *r->at, '\0' };
    if (quote[0] != '"' && quote[0] != '\'')
        return refuse(r, "a value in quotes");
    const char *value = r->at + 1;
    const size_t length = strcspn(value, quote);
    if (!value[length])
        return refuse(r, "the end of a value");
    r->at = value + length + 1;
    if (place_of(dropped, sizeof dropped / sizeof *dropped, start, n) >= 0)
        return 0;
    const int known = place_of(svg_attributes, SVG_ATTRIBUTES, start, n);
    if (known < 0) {
        r->at = start;
        return refuse(r, "an attribute that gnuplot writes");
    }
    struct text copy = TEXT_INIT;
    text_append_bytes(&copy, value, length);
    svg_node_set(node, (enum svg_attribute)known, text_of(&copy));
    text_release(&copy);
    return check_value(r, (enum svg_attribute)known, node->value[known]);
}

static int read_end_tag(struct reader *r)
{
    const size_t n = name_length(r->at + 2);
    const int known = place_of(svg_elements, SVG_ELEMENTS, r->at + 2, n);
    if (known < 0 || !r->depth || r->open[r->depth - 1]->is != (enum svg_element)known)
        return refuse(r, "the end of the element that is open");
    r->at += 2 + n;
    r->at += strspn(r->at, " \t\r\n");
    if (*r->at != '>')
        return refuse(r, "the end of a tag");
    r->at++;
    r->depth--;
    return 0;
}

static int read_attributes(struct reader *r, struct svg_node *node)
{
    r->at += strspn(r->at, " \t\r\n");
    while (*r->at && !strchr("/>", *r->at)) {
        if (read_attribute(r, node))
            return -1;
        r->at += strspn(r->at, " \t\r\n");
    }
    return 0;
}

/* `*root` is the first that is read. */
static int read_tag(struct reader *r, struct svg_node **root)
{
    const size_t n = name_length(r->at + 1);
    const int known = place_of(svg_elements, SVG_ELEMENTS, r->at + 1, n);
    if (known < 0)
        return refuse(r, "an element that gnuplot writes");
    if ((known == SVG_ROOT) != (r->depth == 0) || r->depth == DEEPEST)
        return refuse(r, "one picture, not too deep");
    struct svg_node *node = svg_node_new((enum svg_element)known);
    if (r->depth)
        svg_node_add(r->open[r->depth - 1], node);
    else
        *root = node;
    r->at += 1 + n;
    if (read_attributes(r, node))
        return -1;
    if (starts_with(r->at, "/>")) {
        r->at += 2;
    } else if (*r->at == '>') {
        r->at++;
        r->open[r->depth++] = node;
    } else {
        return refuse(r, "the end of a tag");
    }
    return 0;
}

/* What gnuplot says of itself, and comments. */
static int skip(struct reader *r)
{
    static const struct {
        const char *start, *end;
    } all[] = { { "<?xml", "?>" }, { "<!--", "-->" }, { "<title>", "</title>" }, { "<desc>", "</desc>" } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!starts_with(r->at, all[i].start))
            continue;
        const char *end = strstr(r->at, all[i].end);
        if (!end)
            return 0;
        r->at = end + strlen(all[i].end);
        return 1;
    }
    return 0;
}

/* Words between elements show nothing, and are dropped: blanks, and the Z that gnuplot 5.4 leaves behind some paths. */
static void read_words(struct reader *r)
{
    const size_t n = strcspn(r->at, "<");
    struct svg_node *around = r->depth ? r->open[r->depth - 1] : NULL;
    if (around && (around->is == SVG_TEXT || around->is == SVG_TSPAN)) {
        struct svg_node *words = svg_node_new(SVG_WORDS);
        words->words = plain_words(r->at, n);
        svg_node_add(around, words);
    }
    r->at += n;
}

static int read_all(struct reader *r, struct svg_node **root)
{
    int bad = 0;
    while (*r->at && !bad) {
        if (*r->at != '<')
            read_words(r);
        else if (skip(r))
            continue;
        else if (r->at[1] == '/')
            bad = read_end_tag(r);
        else if (!r->depth && *root)
            bad = refuse(r, "one picture");
        else
            bad = read_tag(r, root);
    }
    const struct svg_node *open = r->depth ? r->open[r->depth - 1] : NULL;
    if (!bad && (!*root || r->depth))
        bad = error_set(r->e, "expected a whole picture, found an end before '</%s>'",
                        open ? svg_elements[open->is] : "svg");
    return bad ? -1 : 0;
}

int svg_read(struct svg *s, const char *file, struct error *e)
{
    struct reader r = { .at = file, .e = e };
    struct svg_node *root = NULL;
    const int bad = read_all(&r, &root);
    *s = (struct svg) { .body = TEXT_INIT };
    if (!bad) {
        svg_small(root);
        svg_node_append(&s->body, root);
    }
    svg_node_free(root);
    return bad;
}

void svg_append(struct text *out, const struct svg *s, const char *prefix, const char *name)
{
    static const char marks[] = { SVG_PREFIX, SVG_NAME, '\0' };
    const char *at = text_of(&s->body);
    for (size_t n = strcspn(at, marks); *at; n = strcspn(at, marks)) {
        text_append_bytes(out, at, n);
        at += n;
        if (*at)
            text_append(out, *at++ == SVG_PREFIX ? prefix : name);
    }
}

void svg_release(struct svg *s)
{
    text_release(&s->body);
}
