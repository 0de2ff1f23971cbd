#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/page_inside.h"
#include "report/page/settings.h"

enum { HASH_SHOWN = 16 }; /* digits of a file's hash */

void page_html(struct page *p, const char *html)
{
    text_append(&p->out, html);
}

void page_text(struct page *p, const char *words)
{
    html_text(&p->out, words);
}

static int is_taken(const struct page *p, const char *line)
{
    return strstr(text_of(&p->anchors), line) != NULL;
}

char *page_anchor(struct page *p, const char *word, const char *more)
{
    struct text name = TEXT_INIT, line = TEXT_INIT;
    size_t stem, n = 1;
    html_anchor(&name, word);
    if (more) {
        text_append(&name, "-");
        html_anchor(&name, more);
    }
    stem = name.length;
    for (text_format(&line, "\n%s\n", text_of(&name)); is_taken(p, text_of(&line)); n++) {
        name.length = stem;
        text_format(&name, "-%zu", n + 1);
        text_clear(&line);
        text_format(&line, "\n%s\n", text_of(&name));
    }
    text_append(&p->anchors, text_of(&line));
    text_release(&line);
    char *anchor = mem_string(text_of(&name));
    text_release(&name);
    return anchor;
}

void page_section(struct page *p, const char *anchor, const char *head)
{
    text_format(&p->out, "<section id=\"%s\" aria-labelledby=\"%s--head\">\n<h2 id=\"%s--head\">", anchor, anchor,
                anchor);
    page_text(p, head);
    page_html(p, "</h2>\n");
}

void page_section_end(struct page *p)
{
    page_html(p, "</section>\n");
}

void page_table(struct page *p, const char *anchor, const char *title, const char *note)
{
    text_format(&p->out,
                "<div class=\"box\" id=\"%s\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s--caption\">\n"
                "<table>\n<caption id=\"%s--caption\"><div><b>Table R%zu.</b> ",
                anchor, anchor, anchor, ++p->n_tables);
    page_text(p, title);
    if (*note)
        text_format(&p->out, " <span class=\"note\">%s</span>", note);
    page_html(p, "</div></caption>\n");
}

void page_table_heads(struct page *p, const char *const *heads)
{
    page_html(p, "<thead><tr>");
    for (; *heads; heads++)
        html_column_head(&p->out, *heads);
    page_html(p, "</tr></thead>\n<tbody>\n");
}

void page_table_from(struct page *p, const struct experiment *x, enum material_file file, const char *command)
{
    if (!x && !command)
        return;
    page_html(p, "<p class=\"from\">");
    if (x) {
        page_html(p, "From <code>");
        page_text(p, x->name);
        text_format(&p->out, "/%s</code> (SHA-256 <code>%.*s…</code>)", material_names[file], HASH_SHOWN,
                    x->sha256[file]);
    }
    if (command) {
        page_html(p, x ? "; made anew by <code>" : "Made anew by <code>");
        page_text(p, command);
        page_html(p, "</code>");
    }
    page_html(p, ".</p>\n");
}

void page_table_end(struct page *p, const struct experiment *x, enum material_file file, const char *command)
{
    page_html(p, "</tbody>\n</table>\n</div>\n");
    page_table_from(p, x, file, command);
}

size_t page_share(const struct page *p, size_t all, size_t least, size_t most)
{
    const size_t n = p->in->material->n, share = n ? all / n : most;
    if (share > most)
        return most;
    return share < least ? least : share;
}

size_t page_list_rows(const struct page *p)
{
    return page_share(p, PAGE_LISTED, PAGE_LIST_LEAST, PAGE_LIST);
}

void page_more_rows(struct page *p, size_t n, size_t shown)
{
    if (n <= shown)
        return;
    html_count(&p->out, n - shown);
    page_html(p, " more rows are in the file.\n");
}

void page_left_out(struct page *p, size_t n, const char *files)
{
    if (n <= PAGE_ROWS)
        return;
    page_html(p, "<p>");
    html_count(&p->out, n - PAGE_ROWS);
    text_format(&p->out, " more are in %s.</p>\n", files);
}

void page_table_of_rows(struct page *p, const struct experiment *x, const struct page_rows *what, const char *command)
{
    const struct csv *c = &x->tables[what->file];
    struct text file = TEXT_INIT;
    if (!c->n_rows)
        return;
    char *anchor = page_anchor(p, x->name, what->anchor);
    page_table(p, anchor, what->title, what->note);
    page_table_heads(p, what->heads);
    for (size_t row = 0; row < c->n_rows && row < PAGE_ROWS; row++)
        what->append(p, c, row);
    page_table_end(p, x, what->file, command);
    text_format(&file, "<code>%s</code>", material_names[what->file]);
    page_left_out(p, c->n_rows, text_of(&file));
    free(anchor);
    text_release(&file);
}

void page_numbers(struct page *p, const struct csv *c, size_t row, const char *const *columns, int digits)
{
    for (; *columns; columns++)
        html_cell_number(&p->out, csv_cell(c, row, *columns), digits, SIGN_BELOW_ZERO);
}

void page_fold(struct page *p, const char *class, const char *summary)
{
    text_format(&p->out, "<details class=\"%s\"><summary>", class);
    page_text(p, summary);
    page_html(p, "</summary>\n");
}

void page_fold_end(struct page *p)
{
    page_html(p, "</details>\n");
}

char *page_run_command(const struct experiment *x)
{
    struct text command = TEXT_INIT;
    text_format(&command, "lisae run experiments/%s.ini", x->name);
    char *copy = mem_string(text_of(&command));
    text_release(&command);
    return copy;
}

void page_verdict(struct page *p, const char *verdict)
{
    static const struct {
        const char *verdict, *class, *sign;
    } all[] = { { "match", "match", "=" },
                { "higher", "higher", "↑" },
                { "lower", "lower", "↓" },
                { "missing", "missing", "–" },
                { "no difference shown", "open", "≈" },
                { "cannot be decided", "open", "?" } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(verdict, all[i].verdict) == 0) {
            text_format(&p->out, "<span class=\"v %s\">%s %s</span>", all[i].class, all[i].sign, verdict);
            return;
        }
    page_text(p, verdict);
}

void page_decision(struct page *p, const char *decision)
{
    if (*decision)
        page_verdict(p, decision);
    else
        page_text(p, "no runs yet");
}

void page_method(struct page *p, const struct csv *c, const struct settings_shown *s, size_t row)
{
    struct text words = TEXT_INIT;
    settings_append_method(&words, p->suite, csv_cell(c, row, "method"));
    page_text(p, text_of(&words));
    text_clear(&words);
    settings_append_axes(&words, s, c, row);
    if (words.length) {
        page_html(p, " <small>");
        page_text(p, text_of(&words));
        page_html(p, "</small>");
    }
    text_release(&words);
}

void page_partial(struct text *out, const struct csv *c, size_t row)
{
    const char *ok = csv_cell(c, row, "n_ok"), *planned = csv_cell(c, row, "n_planned");
    if (strcmp(ok, planned) == 0)
        return;
    text_append(out, " <span class=\"part\">(");
    html_text(out, ok);
    text_append(out, "/");
    html_text(out, planned);
    text_append(out, ")</span>");
}
