#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* What pictures show, by their names. */
static const struct kind {
    const char *name, *title, *note;
    enum material_file of; /* the file that it shows; MATERIAL_FILES: one that a report does not read */
    const char *file;
} kinds[] = {
    { "heatmap", "AUC by task and method", "Mean over seeds; the last column is the mean over tasks.", OF_AUC,
      "auc.csv" },
    { "sweep", "AUC along axes of numbers",
      "Mean over tasks; bars and bands are 95 % intervals where there are any. The best of a line was chosen on the "
      "images that it is shown on, and is no result.",
      OF_SWEEP, "sweep.csv" },
    { "dots", "AUC along axes of words", "Mean over tasks; bars are 95 % intervals where there are any.", OF_SWEEP,
      "sweep.csv" },
    { "roc", "ROC curves", "A panel for each task, of the first seed.", MATERIAL_FILES, "roc.csv" },
    { "tradeoff", "Trade-off between normal images that are accepted and anomalies that are found",
      "Of the first seed; dashed the autoencoder that shares the first phase.", MATERIAL_FILES, "tradeoff.csv" },
    { "loss", "Losses of the trainings", "", MATERIAL_FILES, "loss.csv" },
    { "stress-sets", "What is accepted of made-up images",
      "At the 95 % quantile of normal scores; a column for each set of images, empty where a detector has none such.",
      MATERIAL_FILES, "stress.csv" },
    { "stress-reach", "How far from the training images a search gets",
      "The share of its starts, bars are 95 % intervals; searches along a gradient and by chance are not to be "
      "compared.",
      MATERIAL_FILES, "search.csv" },
    { "stress-distance", "Score against distance", "Lower right: far and accepted, and so blind.", MATERIAL_FILES,
      "stress-points.csv" },
    { "incremental", "Accuracy as classes come",
      "Over all classes that are known, by the scores themselves, mean over seeds, bars from the least to the most of "
      "these. Triangles: detectors that were trained against all others.",
      MATERIAL_FILES, "incremental.csv" },
};

static const struct kind *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static const struct experiment *find(const struct material *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->of[i].name, name) == 0)
            return &m->of[i];
    return NULL;
}

/* What can be told of a picture to who does not see it: the highest and the lowest mean. */
static void append_facts(struct page *p, const struct csv *c)
{
    size_t most = c->n_rows, least = c->n_rows;
    double value, high = 0, low = 0;
    for (size_t row = 0; row < c->n_rows; row++) {
        if (parse_double(csv_cell(c, row, "mean"), &value))
            continue;
        if (most == c->n_rows || value > high) {
            most = row;
            high = value;
        }
        if (least == c->n_rows || value < low) {
            least = row;
            low = value;
        }
    }
    for (int i = 0; i < 2 && most < c->n_rows; i++) {
        struct text words = TEXT_INIT;
        const size_t row = i ? least : most;
        settings_append_method(&words, p->suite, csv_cell(c, row, "method"));
        page_html(p, i ? ", lowest " : " Highest mean: ");
        page_text(p, text_of(&words));
        page_html(p, " ");
        html_number(&p->out, csv_cell(c, row, "mean"), 4, SIGN_BELOW_ZERO);
        text_release(&words);
    }
    page_html(p, most < c->n_rows ? "." : "");
}

static void append_caption(struct page *p, const struct page_picture *picture, const struct experiment *x)
{
    const struct kind *kind = kind_of(picture->name);
    text_format(&p->out, "<figcaption><b>Figure R%zu.</b> ", ++p->n_figures);
    if (!x) { /* "fig2" */
        page_html(p, "The paper's figure ");
        page_text(p, picture->name + (starts_with(picture->name, "fig") ? 3 : 0));
        page_html(p, ", with our numbers.");
    } else {
        page_text(p, kind ? kind->title : picture->name);
        page_html(p, ": ");
        page_text(p, x->title);
        text_format(&p->out, ". %s", kind ? kind->note : "");
    }
    page_html(p, "</figcaption>\n");
}

static void append_source(struct page *p, const struct page_picture *picture, const struct experiment *x)
{
    const struct kind *kind = kind_of(picture->name);
    page_html(p, "<p class=\"from\">");
    if (x && kind) {
        page_html(p, "From <code>");
        page_text(p, x->name);
        text_format(&p->out, "/%s</code>", kind->file);
        if (kind->of < MATERIAL_FILES)
            text_format(&p->out, " (SHA-256 <code>%.16s…</code>)", x->sha256[kind->of]);
        page_html(p, "; made anew by <code>lisae plot experiments/");
        page_text(p, x->name);
        page_html(p, ".ini</code>");
    } else {
        page_html(p, "Made anew by <code>make ");
        page_text(p, picture->name);
        page_html(p, "</code>");
    }
    page_html(p, ".</p>\n");
}

static void append_left_out(struct page *p, const char *why)
{
    page_html(p, "<p class=\"state parts\">Left out: ");
    page_text(p, why);
    page_html(p, "</p>\n");
}

static void append_svg(struct page *p, const struct page_picture *picture, const struct experiment *x,
                       const char *anchor)
{
    struct text prefix = TEXT_INIT, name = TEXT_INIT;
    text_format(&prefix, "r%zu--", p->n_figures);
    text_format(&name, "%s--words", anchor);
    text_format(&p->out, "<p hidden id=\"%s\">", text_of(&name));
    page_text(p, x && kind_of(picture->name) ? kind_of(picture->name)->title : "A figure of the paper, drawn anew");
    page_html(p, ".");
    if (x)
        append_facts(p, &x->tables[OF_SUMMARY]);
    text_format(&p->out, "</p>\n<div class=\"box picture\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s\">",
                text_of(&name));
    svg_append(&p->out, picture->svg, text_of(&prefix), text_of(&name));
    page_html(p, "</div>\n");
    text_release(&prefix);
    text_release(&name);
}

static void append_picture(struct page *p, const struct page_picture *picture, const struct experiment *x)
{
    char *anchor = x ? page_anchor(p, x->name, picture->name) : page_anchor(p, "paper", picture->name);
    text_format(&p->out, "<figure id=\"%s\">\n", anchor);
    append_caption(p, picture, x);
    if (picture->svg)
        append_svg(p, picture, x, anchor);
    else
        append_left_out(p, picture->why);
    append_source(p, picture, x);
    page_html(p, "</figure>\n");
    free(anchor);
}

void page_figures(struct page *p, const char *experiment)
{
    const struct experiment *x = experiment ? find(p->in->material, experiment) : NULL;
    for (size_t i = 0; i < p->in->n_pictures; i++) {
        const struct page_picture *picture = &p->in->pictures[i];
        const int is_of = experiment ? picture->experiment && strcmp(picture->experiment, experiment) == 0
                                     : !picture->experiment;
        if (is_of)
            append_picture(p, picture, x);
    }
}
