
#include "report/page/page_inside.h"

static void append_files(struct page *p)
{
    static const char *const heads[] = { "file", "SHA-256", NULL };
    const struct material *m = p->in->material;
    page_fold(p, "", "Files that this page is made of");
    page_table(p, "files", "Files and their hashes.",
               "The same files and the same program give this page to the byte.");
    page_table_heads(p, heads);
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < MATERIAL_FILES; k++) {
            if (!*m->of[i].sha256[k])
                continue;
            page_html(p, "<tr><th scope=\"row\"><code>");
            page_text(p, m->of[i].name);
            text_format(&p->out, "/%s</code></th><td><code>%s</code></td></tr>\n", material_names[k],
                        m->of[i].sha256[k]);
        }
    page_table_end(p, NULL, OF_AUC, NULL);
    page_fold_end(p);
}

static void append_command(struct page *p, const char *command, const char *does)
{
    page_html(p, "<li><code>");
    page_text(p, command);
    page_html(p, "</code> ");
    page_text(p, does);
    page_html(p, "</li>\n");
}

void page_again(struct page *p)
{
    page_section(p, "again", "How to make it again");
    page_html(p, "<ul>\n");
    append_command(p, "lisae report FOLDER ... -o report.html", "makes this page from the tables alone: seconds.");
    if (p->printed->n) {
        append_command(p, "make report", "does so from the results that come with the program.");
        append_command(p, "make table1 FRESH=1",
                       "trains all runs of a table here, which it says the time of; it may be stopped.");
    }
    append_command(p, "lisae run experiments/NAME.ini", "does what is left of an experiment, each run once.");
    append_command(p, "lisae verify experiments/NAME.ini", "computes each AUC anew from the kept scores.");
    page_html(
        p, "</ul>\n<p>How settings were chosen: docs/settings.md; what each column of a table means: docs/results.md; "
           "what each method computes: docs/detectors/. All in the sources of the program.</p>\n");
    append_files(p);
    page_html(p, "<p class=\"from\">Made by lisae, revision <code>");
    page_text(p, p->in->revision);
    page_html(p, "</code>.</p>\n");
    page_section_end(p);
}
