#include <stdlib.h>
#include <string.h>

#include "report/page/page_inside.h"
#include "store/ini.h"

/* A spec that tries settings, for which a table's spec then declares one. */
struct choice {
    const char *name;
    struct ini ini;
};

static const char *word(const struct ini *ini, const char *section, const char *key)
{
    const char *value = ini_get(ini, section, key);
    return value ? value : "";
}

/* Is some experiment of the page on its data set? */
static int concerns(const struct material *m, const char *dataset)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_AUC];
        for (size_t row = 0; row < c->n_rows; row++)
            if (strcmp(csv_cell(c, row, "dataset"), dataset) == 0)
                return 1;
    }
    return 0;
}

/* Comments as people read them: without what makes them such. */
static void append_comment(struct page *p, const char *head)
{
    const char *between = "";
    for (const char *line = head; *line; line += strspn(line, "\n")) {
        const size_t n = strcspn(line, "\n"), start = strspn(line, ";# ");
        if (n > start) {
            page_html(p, between);
            html_text_bytes(&p->out, line + start, n - start);
            between = " ";
        }
        line += n;
    }
}

/* "model.latent" */
static void append_key(struct page *p, const struct ini_entry *e)
{
    page_text(p, e->section);
    page_html(p, ".");
    page_text(p, e->key);
}

/* "model.latent: 10, 16, 24; shape.gamma: 8, 12": the axes, which are keys with several values. Classes, seeds and
 * detectors are what is tried them on. */
static void append_tried(struct page *p, const struct ini *ini)
{
    const char *between = "";
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *e = &ini->entries[i];
        const int is_on = strcmp(e->section, "experiment") == 0 || strcmp(e->section, "detectors") == 0 ||
                          (strcmp(e->section, "data") == 0 && strcmp(e->key, "positive") == 0);
        if (is_on || !strchr(e->value, ','))
            continue;
        page_html(p, between);
        append_key(p, e);
        page_html(p, ": ");
        page_text(p, e->value);
        between = "; ";
    }
    page_html(p, *between ? "" : "–");
}

/* What it was judged by: never the table's own anomalies, or it says so. */
static void append_judge(struct page *p, const struct ini *ini)
{
    const char *holdout = word(ini, "data", "holdout"), *anomaly = word(ini, "data", "anomaly");
    if (*holdout && strcmp(holdout, "0") != 0) {
        page_html(p, "every ");
        page_text(p, holdout);
        page_html(p, "th training image, held out");
    } else {
        page_html(p, "the test split");
    }
    if (*anomaly) {
        page_html(p, "; anomalies ");
        page_text(p, anomaly);
    }
}

static void append_where(struct page *p, const char *name)
{
    const struct material *m = p->in->material;
    size_t i = 0;
    while (i < m->n && strcmp(m->of[i].name, name) != 0)
        i++;
    if (i < m->n) {
        text_format(&p->out, "<a href=\"#%s\">in this page</a>", p->sections[i]);
        return;
    }
    page_html(p, "not here");
}

static void append_choice(struct page *p, const struct choice *c)
{
    page_html(p, "<tr><th scope=\"row\"><code>");
    page_text(p, c->name);
    page_html(p, "</code></th>");
    html_cell_text(&p->out, word(&c->ini, "data", "dataset"));
    html_cell_text(&p->out, word(&c->ini, "data", "positive"));
    page_html(p, "<td class=\"long\">");
    append_tried(p, &c->ini);
    page_html(p, "</td><td class=\"long\">");
    append_judge(p, &c->ini);
    page_html(p, "</td><td class=\"long\">");
    append_comment(p, c->ini.head ? c->ini.head : "");
    page_html(p, "</td><td>");
    append_where(p, c->name);
    page_html(p, "</td></tr>\n");
}

static int read_choice(struct choice *c, const char *folder, const char *name, struct error *e)
{
    struct text file = TEXT_INIT, problems = TEXT_INIT;
    text_format(&file, "%s.ini", name);
    char *path = path_join(folder, text_of(&file), NULL);
    c->name = name;
    int bad = ini_read(&c->ini, path, &problems);
    if (bad)
        error_set(e, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
    free(path);
    text_release(&file);
    text_release(&problems);
    return bad;
}

static int append_choices(struct page *p, char **names, struct error *e)
{
    static const char *const heads[] = { "spec",      "data set",           "classes",     "tried",
                                         "judged on", "what the spec says", "its results", NULL };
    size_t shown = 0;
    int bad = 0;
    for (; *names && !bad; names++) {
        struct choice c;
        if (!starts_with(*names, "choose-"))
            continue;
        bad = read_choice(&c, p->in->experiments, *names, e);
        if (!bad && concerns(p->in->material, word(&c.ini, "data", "dataset"))) {
            if (!shown++) {
                page_table(p, "choices", "How settings were chosen: specs that try several.",
                           "Those of the tables declare one setting for all tasks of a data set. <code>lisae run "
                           "experiments/SPEC.ini</code> makes results that are not here.");
                page_table_heads(p, heads);
            }
            append_choice(p, &c);
        }
        ini_release(&c.ini);
    }
    if (shown)
        page_table_end(p, NULL, OF_SPEC, NULL);
    return bad ? -1 : 0;
}

/* What a spec declares of networks and trainings, in its order. */
static void append_declared(struct page *p, const struct experiment *x)
{
    struct ini ini;
    struct text ignored = TEXT_INIT;
    const char *between = "";
    /* one that cannot be read is shown as it is in the experiment's section */
    ini_read_text(&ini, "spec.ini", x->spec, &ignored);
    for (size_t i = 0; i < ini.n; i++) {
        const struct ini_entry *entry = &ini.entries[i];
        if (strcmp(entry->section, "experiment") == 0 || strcmp(entry->section, "detectors") == 0)
            continue;
        page_html(p, between);
        append_key(p, entry);
        page_html(p, " <b>");
        page_text(p, entry->value);
        page_html(p, "</b>");
        between = ", ";
    }
    page_html(p, *between ? "" : "–");
    ini_release(&ini);
    text_release(&ignored);
}

static void append_settings(struct page *p)
{
    static const char *const heads[] = { "experiment", "what its spec declares", NULL };
    const struct material *m = p->in->material;
    page_table(p, "settings", "Settings, as the specs declare them.",
               "What is not there has its default (lisae help spec). Several values are an axis: each was run.");
    page_table_heads(p, heads);
    for (size_t i = 0; i < m->n; i++) {
        text_format(&p->out, "<tr><th scope=\"row\"><a href=\"#%s\">", p->sections[i]);
        page_text(p, m->of[i].title);
        page_html(p, "</a></th><td class=\"long\">");
        if (m->of[i].spec)
            append_declared(p, &m->of[i]);
        else
            page_html(p, "not noted with the tables: the text of each run is in the folder of the run");
        page_html(p, "</td></tr>\n");
    }
    page_table_end(p, NULL, OF_SPEC, NULL);
}

int page_chosen(struct page *p, struct error *e)
{
    size_t n = 0;
    append_settings(p);
    if (!p->in->experiments)
        return 0;
    char **names = folder_stems(p->in->experiments, ".ini", &n, e);
    int bad = names ? append_choices(p, names, e) : -1;
    split_free(names);
    return bad;
}
