#include "report/page/page.h"

#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/page_inside.h"

/* The only script that may run is the page's own, known by its hash; nothing is loaded from anywhere. */
static void append_policy(struct text *out, const char *script)
{
    struct hash h;
    unsigned char digest[SHA256_DIGEST_SIZE];
    char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
    hash_init(&h);
    hash_add(&h, script, strlen(script));
    hash_digest(&h, digest);
    base64_encode_raw(base64, sizeof digest, digest);
    text_format(out,
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                "img-src data:; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n",
                base64);
}

/* A report of one experiment is called as that is. */
static const char *title_of(const struct page *p)
{
    const struct material *m = p->in->material;
    if (m->n == 1)
        return m->of[0].title;
    return p->printed->n ? "The paper's tables, made again" : "What the experiments gave";
}

static void append_head(struct page *p)
{
    page_html(p, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    append_policy(&p->out, p->in->script);
    page_html(p, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    page_text(p, title_of(p));
    text_format(&p->out, " – lisae</title>\n<style>\n%s</style>\n</head>\n<body>\n", p->in->style);
    page_html(p, "<a class=\"skip\" href=\"#main\">To the results</a>\n<header>\n<h1>");
    page_text(p, title_of(p));
    page_html(p, "</h1>\n");
}

static void append_link(struct page *p, const char *anchor, const char *words)
{
    text_format(&p->out, "<li><a href=\"#%s\">", anchor);
    page_text(p, words);
    page_html(p, "</a></li>\n");
}

static int has_pictures(const struct page *p)
{
    for (size_t i = 0; i < p->in->n_pictures; i++)
        if (!p->in->pictures[i].experiment)
            return 1;
    return 0;
}

static void append_contents(struct page *p)
{
    const struct material *m = p->in->material;
    page_html(p, "<nav aria-label=\"Contents\">\n<ul>\n");
    if (p->in->n_bases)
        append_link(p, "moved", "What moved");
    append_link(p, "overview", "Overview");
    append_link(p, "unfinished", "Failed and missing");
    if (p->printed->n)
        append_link(p, "printed", "The paper's tables");
    if (has_pictures(p))
        append_link(p, "figures", "The paper's figures");
    for (size_t i = 0; i < m->n; i++)
        append_link(p, p->sections[i], m->of[i].title);
    if (m->n)
        append_link(p, "choices-and-data", "Settings and data");
    append_link(p, "again", "How to make it again");
    page_html(p, "</ul>\n</nav>\n");
}

static void append_figures(struct page *p)
{
    if (!has_pictures(p))
        return;
    page_section(p, "figures", "The paper's figures");
    page_figures(p, NULL);
    page_section_end(p);
}

/* What sections are called is known before the first of them, as others refer to it. */
static void name_sections(struct page *p)
{
    static const char *const own[] = {
        "main",    "overview", "unfinished",  "printed", "figures",          "again",     "overview-table", "failed",
        "missing", "states",   "sensitivity", "lower",   "choices-and-data", "data-sets", "settings",       "choices",
        "files",   "moved"
    };
    const struct material *m = p->in->material;
    p->sections = mem_zero(m->n + 1, sizeof *p->sections);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        free(page_anchor(p, own[i], NULL));
    for (size_t i = 0; i < p->printed->n; i++) {
        struct text anchor = TEXT_INIT;
        page_table_anchor(&p->printed->of[i], &anchor);
        free(page_anchor(p, text_of(&anchor), NULL));
        text_release(&anchor);
    }
    for (size_t i = 0; i < m->n; i++)
        p->sections[i] = page_anchor(p, m->of[i].name, NULL);
}

static int append_choices(struct page *p, struct error *e)
{
    if (!p->in->material->n)
        return 0;
    page_section(p, "choices-and-data", "Settings and data");
    page_data(p);
    if (page_chosen(p, e))
        return -1;
    page_section_end(p);
    return 0;
}

static int append_all(struct page *p, struct error *e)
{
    const struct material *m = p->in->material;
    append_head(p);
    page_lead(p);
    page_html(p, "</header>\n");
    append_contents(p);
    page_html(p, "<main id=\"main\">\n");
    page_moved(p);
    page_overview(p);
    page_unfinished(p);
    page_printed(p);
    append_figures(p);
    for (size_t i = 0; i < m->n; i++)
        page_experiment(p, &m->of[i], p->sections[i]);
    if (append_choices(p, e))
        return -1;
    page_again(p);
    text_format(&p->out, "</main>\n<script>%s</script>\n</body>\n</html>\n", p->in->script);
    return 0;
}

/* The place of what `at` starts with in a list of `n`; `n` where it is none of them. */
static size_t start_of(const char *at, const char *const *list, size_t n)
{
    size_t i = 0;
    while (i < n && !starts_with(at, list[i]))
        i++;
    return i;
}

/* Appends a tag up to its ">", its values without quotes where they are plain words; returns that ">". */
static const char *append_unquoted(struct text *out, const char *tag)
{
    while (*tag != '>') {
        const char *quote = tag + strcspn(tag, "\">");
        text_append_bytes(out, tag, (size_t)(quote - tag));
        tag = quote;
        if (*quote == '>')
            break;
        const size_t n = strcspn(quote + 1, "\"");
        const int plain = n && strspn(quote + 1, "abcdefghijklmnopqrstuvwxyz0123456789.-") == n;
        text_append_bytes(out, quote + plain, n + (plain ? 0 : 2));
        tag = quote + n + 2;
    }
    return tag;
}

/* Tables need no end tags of rows and cells, and no quotes around plain values, which would be a tenth of the
 * page. Words of files have no "<". */
static void append_briefly(struct text *out, const struct text *page)
{
    static const char *const ends[] = { "</td>", "</th>", "</tr>" }, *const tags[] = { "<td ", "<th ", "<data " };
    enum { ENDS = sizeof ends / sizeof *ends, TAGS = sizeof tags / sizeof *tags };
    const char *at = text_of(page);
    while (*at) {
        const size_t n = strcspn(at, "<");
        text_append_bytes(out, at, n);
        at += n;
        const size_t end = start_of(at, ends, ENDS);
        if (end < ENDS)
            at += strlen(ends[end]);
        else if (start_of(at, tags, TAGS) < TAGS)
            at = append_unquoted(out, at);
        else if (*at)
            text_append_bytes(out, at++, 1);
    }
}

int page_make(struct text *out, const struct page_input *in, struct error *e)
{
    struct printed_tables printed;
    struct page p = { .in = in, .suite = in->suite, .printed = &printed };
    int bad = printed_make(&printed, in->material, in->suite, in->printed, in->editions, in->layout, e);
    name_sections(&p);
    bad = bad || append_all(&p, e);
    if (!bad)
        append_briefly(out, &p.out);
    text_release(&p.out);
    text_release(&p.anchors);
    for (size_t i = 0; i < in->material->n; i++)
        free(p.sections[i]);
    free(p.sections);
    printed_release(&printed);
    return bad ? -1 : 0;
}
