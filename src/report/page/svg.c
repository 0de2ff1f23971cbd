#include "report/page/svg.h"

#include <ctype.h>
#include <string.h>

#include "report/page/html.h"

/* Elements and attributes that pass; all else is refused. */
static const char *const elements[] = { "svg",     "g",           "defs",     "path",    "rect",
                                        "circle",  "polygon",     "use",      "text",    "tspan",
                                        "line",    "ellipse",     "polyline", "image",   "filter",
                                        "feFlood", "feComposite", "clipPath", "pattern", NULL };
static const char *const attributes[] = { "id",
                                          "d",
                                          "x",
                                          "y",
                                          "x1",
                                          "y1",
                                          "x2",
                                          "y2",
                                          "r",
                                          "rx",
                                          "ry",
                                          "cx",
                                          "cy",
                                          "width",
                                          "height",
                                          "viewBox",
                                          "points",
                                          "transform",
                                          "fill",
                                          "fill-opacity",
                                          "fill-rule",
                                          "stroke",
                                          "stroke-width",
                                          "stroke-opacity",
                                          "stroke-dasharray",
                                          "stroke-linecap",
                                          "stroke-linejoin",
                                          "color",
                                          "opacity",
                                          "font-family",
                                          "font-size",
                                          "font-weight",
                                          "font-style",
                                          "text-anchor",
                                          "dy",
                                          "dx",
                                          "shape-rendering",
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
                                          "xlink:href",
                                          NULL };
/* These go without a word: the page says it itself, or has no use for it. */
static const char *const dropped[] = { "xmlns", "xmlns:xlink", "version", "encoding", "standalone", "class", NULL };

enum { DEEPEST = 64 };

struct reader {
    const char *at;
    struct text *out;
    const char *prefix, *name;
    const char *open[DEEPEST]; /* the elements around, as in `elements` */
    size_t depth;
    struct error *e;
};

static int is_in(const char *const *list, const char *name, size_t n, const char **found)
{
    for (; *list; list++)
        if (strlen(*list) == n && strncmp(*list, name, n) == 0) {
            if (found)
                *found = *list;
            return 1;
        }
    return 0;
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

/* A value that refers to an id gets the prefix, too: "#a", "url(#a)". Other addresses are refused, but pictures. */
static int append_value(struct reader *r, const char *attribute, const char *value, size_t n)
{
    static const char png[] = "data:image/png;base64,";
    const int is_link = strcmp(attribute, "xlink:href") == 0;
    const char *url = memmem(value, n, "url(", 4);
    if (strcmp(attribute, "id") == 0) {
        text_append(r->out, r->prefix);
    } else if (is_link && n && value[0] == '#') {
        text_format(r->out, "#%s", r->prefix);
        value++;
        n--;
    } else if (is_link) {
        if (n < strlen(png) || strncmp(value, png, strlen(png)) != 0)
            return refuse(r, "a picture inside the file");
    } else if (url) {
        if (url != value || n < 6 || value[4] != '#')
            return refuse(r, "an address inside the file");
        text_format(r->out, "url(#%s", r->prefix);
        value += 5;
        n -= 5;
    }
    html_text_bytes(r->out, value, n);
    return 0;
}

/* Text and values of a file that is XML have their entities, which the page needs just as they are; those that it has
 * not are few. */
static int append_words(struct reader *r, const char *s, size_t n)
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
    html_text_bytes(r->out, text_of(&plain), plain.length);
    text_release(&plain);
    return 0;
}

static int read_attribute(struct reader *r)
{
    const size_t n = name_length(r->at);
    const char *known = NULL, *start = r->at;
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
    if (is_in(dropped, start, n, NULL))
        return 0;
    if (!is_in(attributes, start, n, &known)) {
        r->at = start;
        return refuse(r, "an attribute that gnuplot writes");
    }
    text_format(r->out, " %s=\"", known);
    if (append_value(r, known, value, length))
        return -1;
    text_append(r->out, "\"");
    return 0;
}

static int read_end_tag(struct reader *r)
{
    const size_t n = name_length(r->at + 2);
    const char *known = NULL;
    if (!is_in(elements, r->at + 2, n, &known) || !r->depth || r->open[r->depth - 1] != known)
        return refuse(r, "the end of the element that is open");
    r->at += 2 + n;
    r->at += strspn(r->at, " \t\r\n");
    if (*r->at != '>')
        return refuse(r, "the end of a tag");
    r->at++;
    r->depth--;
    text_format(r->out, "</%s>", known);
    return 0;
}

static int read_tag(struct reader *r)
{
    const size_t n = name_length(r->at + 1);
    const char *known = NULL;
    if (!is_in(elements, r->at + 1, n, &known))
        return refuse(r, "an element that gnuplot writes");
    if ((strcmp(known, "svg") == 0) != (r->depth == 0) || r->depth == DEEPEST)
        return refuse(r, "one picture, not too deep");
    text_format(r->out, "<%s", known);
    if (!r->depth)
        text_format(r->out, " role=\"img\" aria-labelledby=\"%s\"", r->name);
    r->at += 1 + n;
    r->at += strspn(r->at, " \t\r\n");
    while (*r->at && !strchr("/>", *r->at)) {
        if (read_attribute(r))
            return -1;
        r->at += strspn(r->at, " \t\r\n");
    }
    if (strncmp(r->at, "/>", 2) == 0) {
        text_append(r->out, "/>");
        r->at += 2;
    } else if (*r->at == '>') {
        text_append(r->out, ">");
        r->at++;
        r->open[r->depth++] = known;
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
static int read_words(struct reader *r)
{
    const size_t n = strcspn(r->at, "<");
    const char *start = r->at, *around = r->depth ? r->open[r->depth - 1] : "";
    r->at += n;
    if (strcmp(around, "text") == 0 || strcmp(around, "tspan") == 0)
        return append_words(r, start, n);
    text_append(r->out, memchr(start, '\n', n) ? "\n" : "");
    return 0;
}

int svg_append(struct text *out, const char *svg, const char *prefix, const char *name, struct error *e)
{
    const size_t before = out->length;
    struct reader r = { .at = svg, .out = out, .prefix = prefix, .name = name, .e = e };
    int bad = 0, roots = 0;
    while (*r.at && !bad) {
        if (*r.at != '<')
            bad = read_words(&r);
        else if (skip(&r))
            continue;
        else if (r.at[1] == '/')
            bad = read_end_tag(&r);
        else if ((roots += r.depth == 0) > 1)
            bad = refuse(&r, "one picture");
        else
            bad = read_tag(&r);
    }
    if (!bad && (!roots || r.depth))
        bad = error_set(e, "expected a whole picture, found an end before '</%s>'",
                        r.depth ? r.open[r.depth - 1] : "svg");
    if (bad) {
        out->length = before;
        if (out->s)
            out->s[before] = '\0';
    }
    return bad ? -1 : 0;
}
