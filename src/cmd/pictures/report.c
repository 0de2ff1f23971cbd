#include "cmd/pictures/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/pictures/draw.h"
#include "store/file.h"
#include "store/ini.h"

struct drawn_picture {
    char *name, *why;
    struct svg svg;
};

/* Takes `svg`, which may be NULL, and `why`, NULL where there is one, over. */
static void add(struct pictures_drawn *d, const char *experiment, const char *name, struct svg *svg, char *why)
{
    d->of = mem_resize(d->of, d->n + 1, sizeof *d->of);
    d->owned = mem_resize(d->owned, d->n + 1, sizeof *d->owned);
    struct drawn_picture *one = d->owned[d->n] = mem_zero(1, sizeof *one);
    one->name = mem_string(name);
    one->why = why;
    if (svg)
        one->svg = *svg;
    d->of[d->n++] = (struct page_picture) {
        .experiment = experiment, .name = one->name, .svg = svg ? &one->svg : NULL, .why = why
    };
}

void pictures_drawn_release(struct pictures_drawn *d)
{
    for (size_t i = 0; i < d->n; i++) {
        svg_release(&d->owned[i]->svg);
        free(d->owned[i]->name);
        free(d->owned[i]->why);
        free(d->owned[i]);
    }
    free(d->owned);
    free(d->of);
    *d = (struct pictures_drawn) { 0 };
}

/* Takes it over. */
static void add_drawn(struct pictures_drawn *d, const char *experiment, const char *name, struct svg *svg)
{
    const size_t n = svg->body.length;
    if (n <= PICTURE_BYTES && d->bytes + n <= PICTURES_BYTES) {
        add(d, experiment, name, svg, NULL);
        d->bytes += n;
        return;
    }
    struct text why = TEXT_INIT;
    if (n > PICTURE_BYTES)
        text_format(&why, "it has %zu KiB, too much for a page.", n / 1024);
    else
        text_format(&why, "it has %zu KiB, and the page's other pictures have %zu of the %d that there is room for.",
                    n / 1024, d->bytes / 1024, PICTURES_BYTES / 1024);
    add(d, experiment, name, NULL, mem_string(text_of(&why)));
    text_release(&why);
    svg_release(svg);
}

/* The page has no paths, which the reason may name. */
static void leave_out(struct pictures_drawn *d, const char *experiment, const char *name, const struct error *e)
{
    if (!d->lacking++)
        error_set(&d->why, "%s%s%s: %s", experiment ? experiment : "", experiment ? "/" : "", name, e->text);
    add(d, experiment, name, NULL, mem_string("gnuplot could not draw it where this page was made."));
}

static void draw_one(struct pictures_drawn *d, const struct drawing *by, const char *experiment, const char *name,
                     draw_svg_function *draw_it)
{
    struct error e;
    struct svg svg = { .body = TEXT_INIT };
    char *file = NULL;
    if (draw_it(by, name, &file, &e) || (file && svg_read(&svg, file, &e))) {
        leave_out(d, experiment, name, &e);
        svg_release(&svg);
    } else if (file) {
        add_drawn(d, experiment, name, &svg);
    }
    free(file);
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

/* Does a spec leave out each of its negatives' classes in turn? Its settings are then judged by means over all of them
 * (tools/choose), while pictures show each for itself, in dozens of lines. */
static int leaves_classes_out(const struct experiment *x)
{
    struct ini ini;
    struct text ignored = TEXT_INIT;
    ini_read_text(&ini, "spec.ini", x->spec ? x->spec : "", &ignored);
    const char *anomaly = ini_get(&ini, "data", "anomaly");
    const int does = anomaly && strcmp(anomaly, "left-out") == 0;
    ini_release(&ini);
    text_release(&ignored);
    return does;
}

/* Lines along one axis of numbers say by setting what a map of tasks and settings says, which is a row for each point
 * of them; `lisae plot` draws both. */
static int has_one_axis_of_numbers(const struct csv *sweep)
{
    const char *axis = NULL;
    for (size_t row = 0; row < sweep->n_rows; row++) {
        if (strcmp(csv_cell(sweep, row, "kind"), "number") != 0)
            continue;
        if (axis && strcmp(axis, csv_cell(sweep, row, "axis")) != 0)
            return 0;
        axis = csv_cell(sweep, row, "axis");
    }
    return axis != NULL;
}

static int is_left_out(const char *picture, const struct csv *tables)
{
    return strcmp(picture, "heatmap") == 0 && has_one_axis_of_numbers(&tables[OF_SWEEP]);
}

/* Curves are many and large, and say of each task what others say of all: they get the room that is left. */
static int is_of_curves(const char *picture)
{
    return strcmp(picture, "roc") == 0 || strcmp(picture, "tradeoff") == 0;
}

static void draw_experiments(struct pictures_drawn *d, const struct material *m, const struct drawing *with, int curves)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *tables = m->of[i].tables;
        const int has_runs = tables[OF_AUC].n_columns || tables[OF_INCREMENTAL].n_columns; /* not the plane alone */
        struct drawing by = *with;
        if (!has_runs || leaves_classes_out(&m->of[i]))
            continue;
        by.tables = m->of[i].folder;
        for (const char *const *picture = pictures; *picture; picture++)
            if (is_of_curves(*picture) == curves && !is_left_out(*picture, tables))
                draw_one(d, &by, m->of[i].name, *picture, draw_svg);
    }
}

int pictures_for_report(struct pictures_drawn *d, const struct suite *suite, const struct material *m,
                        const char *const *folders, const char *plots, struct error *e)
{
    char *scratch = folder_scratch("report", e);
    *d = (struct pictures_drawn) { 0 };
    if (!scratch)
        return -1;
    struct drawing by = { .suite = suite, .output = scratch, .plots = plots, .missing = "" };
    draw_figures(d, folders, &by);
    draw_experiments(d, m, &by, 0);
    draw_experiments(d, m, &by, 1);
    folder_remove(scratch, NULL);
    free(scratch);
    return 0;
}
