#include "cmd/report_pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/draw.h"
#include "report/page/svg.h"
#include "store/file.h"

enum { TEXTS = 3 };

/* Takes the texts over; `svg` or `why` is NULL. */
static void add(struct pictures_drawn *d, const char *experiment, const char *name, char *svg, char *why)
{
    d->of = mem_resize(d->of, d->n + 1, sizeof *d->of);
    d->texts = mem_resize(d->texts, TEXTS * (d->n + 1), sizeof *d->texts);
    char **texts = d->texts + TEXTS * d->n;
    texts[0] = mem_string(name);
    texts[1] = svg;
    texts[2] = why;
    d->of[d->n++] = (struct page_picture) { .experiment = experiment, .name = texts[0], .svg = svg, .why = why };
}

void pictures_drawn_release(struct pictures_drawn *d)
{
    for (size_t i = 0; i < TEXTS * d->n; i++)
        free(d->texts[i]);
    free(d->texts);
    free(d->of);
    *d = (struct pictures_drawn) { 0 };
}

static size_t bytes_of(const struct pictures_drawn *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += d->of[i].svg ? strlen(d->of[i].svg) : 0;
    return n;
}

static void add_drawn(struct pictures_drawn *d, const char *experiment, const char *name, char *svg)
{
    const size_t n = strlen(svg);
    if (n <= PICTURE_BYTES && bytes_of(d) + n <= PICTURES_BYTES) {
        add(d, experiment, name, svg, NULL);
        return;
    }
    struct text why = TEXT_INIT;
    text_format(&why, "it has %zu KiB, too much for a page.", n / 1024);
    add(d, experiment, name, NULL, mem_string(text_of(&why)));
    text_release(&why);
    free(svg);
}

/* The page has no paths, which the reason may name. */
static void leave_out(struct pictures_drawn *d, const char *experiment, const char *name, const struct error *e)
{
    if (!d->lacking++)
        error_set(&d->why, "%s%s%s: %s", experiment ? experiment : "", experiment ? "/" : "", name, e->text);
    add(d, experiment, name, NULL, mem_string("gnuplot could not draw it where this page was made."));
}

/* Would a page show it? */
static int is_fit(const char *svg, struct error *e)
{
    struct text ignored = TEXT_INIT;
    int fit = svg_append(&ignored, svg, "", "", e) == 0;
    text_release(&ignored);
    return fit;
}

static void draw_one(struct pictures_drawn *d, const struct drawing *by, const char *experiment, const char *name,
                     draw_svg_function *draw_it)
{
    struct error e;
    char *svg = NULL;
    if (draw_it(by, name, &svg, &e)) {
        leave_out(d, experiment, name, &e);
    } else if (svg && !is_fit(svg, &e)) {
        leave_out(d, experiment, name, &e);
        free(svg);
    } else if (svg) {
        add_drawn(d, experiment, name, svg);
    }
}

static void draw_figures(struct pictures_drawn *d, const char *const *folders, const struct drawing *with)
{
    static const char *const figures[] = { "fig1", "fig2", "fig3", "fig4", "figA1", "figA2", "figA3", "figA4" };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        for (const char *const *folder = folders; *folder; folder++) {
            char *kept = path_join(*folder, "figures", i ? figures[i] : NULL, NULL); /* figure 1 is made of nothing */
            const int has = path_exists(kept);
            struct drawing by = *with;
            by.tables = kept;
            if (has)
                draw_one(d, &by, NULL, figures[i], draw_script_svg);
            free(kept);
            if (has)
                break;
        }
}

int pictures_for_report(struct pictures_drawn *d, const struct suite *suite, const struct material *m,
                        const char *const *folders, const char *plots, struct error *e)
{
    const char *room = getenv("TMPDIR");
    struct text scratch = TEXT_INIT;
    *d = (struct pictures_drawn) { 0 };
    text_format(&scratch, "%s/lisae-report.XXXXXX", room && *room ? room : "/tmp");
    if (!mkdtemp(scratch.s)) {
        error_system(e, "cannot make a folder '%s' to draw in", text_of(&scratch));
        text_release(&scratch);
        return -1;
    }
    struct drawing by = { .suite = suite, .output = text_of(&scratch), .plots = plots, .missing = "" };
    draw_figures(d, folders, &by);
    for (size_t i = 0; i < m->n; i++) {
        by.tables = m->of[i].folder;
        for (const char *const *picture = pictures; *picture; picture++)
            draw_one(d, &by, m->of[i].name, *picture, draw_svg);
    }
    struct error ignored;
    folder_remove(text_of(&scratch), &ignored);
    text_release(&scratch);
    return 0;
}
