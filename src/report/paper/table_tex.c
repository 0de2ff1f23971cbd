#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "report/paper/table_words.h"
#include "report/paper/table_write.h"

/* The characters that tables have beyond ASCII, but for raised letters. */
static const struct {
    const char *character, *tex;
} known[] = {
    { "→", "$\\rightarrow$" }, { "↑", "$\\uparrow$" }, { "↓", "$\\downarrow$" }, { "∈", "$\\in$" },
    { "∉", "$\\notin$" },      { "–", "--" },          { "—", "---" },           { "γ", "$\\gamma$" },
    { "β", "$\\beta$" },       { "±", "$\\pm$" },      { "×", "$\\times$" },     { "÷", "$\\div$" },
    { "…", "\\ldots{}" },
};

/* Of ASCII. */
static const char *escaped(char c)
{
    switch (c) {
    case '\\':
        return "\\textbackslash{}";
    case '~':
        return "\\textasciitilde{}";
    case '^':
        return "\\textasciicircum{}";
    case '<':
        return "\\textless{}";
    case '>':
        return "\\textgreater{}";
    case '|':
        return "\\textbar{}";
    default:
        return NULL;
    }
}

/* A letter with an accent, which pdflatex makes of its parts: À to ÿ but for Ð, ×, Þ, ð, ÷ and þ. */
static int is_accented(const char *s, size_t n)
{
    return n == 2 && (unsigned char)s[0] == 0xC3 && !strchr("\x90\x97\x9E\xB0\xB7\xBE", s[1]);
}

static void append_character(struct text *out, const char *s, size_t n)
{
    struct text mark = TEXT_INIT;
    const char *tex = NULL;
    size_t i;
    for (i = 0; i < sizeof known / sizeof *known && !tex; i++)
        if (strlen(known[i].character) == n && strncmp(known[i].character, s, n) == 0)
            tex = known[i].tex;
    for (i = 0; i < 26 && !tex; i++) { /* raised letters */
        static const char plain[] = "abcdefghijklmnoprstuvwxyz";
        text_clear(&mark);
        if (i < sizeof plain - 1)
            table_mark(&mark, i);
        if (mark.length == n && strncmp(text_of(&mark), s, n) == 0) {
            text_format(out, "\\textsuperscript{%c}", plain[i]);
            tex = "";
        }
    }
    if (tex)
        text_append(out, tex);
    else if (is_accented(s, n))
        text_append_bytes(out, s, n);
    else
        text_append(out, "?");
    text_release(&mark);
}

void table_escape_tex(struct text *out, const char *words)
{
    const char *end = words + strlen(words);
    unsigned long c;
    int quotes = 0;
    for (size_t n; words < end; words += n ? n : 1) {
        n = utf8_decode(words, (size_t)(end - words), &c);
        if ((unsigned char)*words >= 0x80)
            append_character(out, words, n ? n : 1);
        else if (*words == '"')
            text_append(out, quotes++ % 2 ? "''" : "``");
        else if (*words == '-' && words[1] == '-') /* would become a dash */
            text_append(out, "{-}");
        else if (escaped(*words))
            text_append(out, escaped(*words));
        else if (strchr("_%&#${}", *words))
            text_format(out, "\\%c", *words);
        else
            text_format(out, "%c", (unsigned char)*words < ' ' || *words == 127 ? ' ' : *words);
    }
}

/* The words at the begin of a row: behind a line's end, or a rule, "[" would begin a length, and "*" belong to it. */
static void append_first(struct text *out, const char *words)
{
    text_append(out, *words == '[' || *words == '*' ? "{}" : "");
    table_escape_tex(out, words);
}

/* What columns have in common, with a rule below it; nothing where they have nothing. */
static void append_groups(const struct paper_table *t, struct text *out)
{
    struct text rules = TEXT_INIT, groups = TEXT_INIT;
    const size_t stubs = t->lines->n_stubs;
    for (size_t i = 0, next; i < t->n_columns; i = next) {
        const char *group = layout_word(t->layout, t->lines->columns[i], "group");
        for (next = i + 1; next < t->n_columns; next++)
            if (strcmp(layout_word(t->layout, t->lines->columns[next], "group"), group) != 0)
                break;
        text_format(&groups, " & \\multicolumn{%zu}{c}{", next - i);
        table_escape_tex(&groups, group);
        text_append(&groups, "}");
        if (*group)
            text_format(&rules, "\\cmidrule(lr){%zu-%zu}", stubs + i + 1, stubs + next);
    }
    if (rules.length)
        text_format(out, "%s%s \\\\\n%s\n", stubs > 1 ? " &" : "", text_of(&groups), text_of(&rules));
    text_release(&rules);
    text_release(&groups);
}

static void append_head(const struct paper_table *t, struct text *out)
{
    append_groups(t, out);
    for (size_t i = 0; i < t->lines->n_stubs; i++) {
        text_append(out, i ? " & " : "");
        append_first(out, layout_word(t->layout, t->lines->stubs[i], "heading"));
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        text_append(out, " & ");
        table_escape_tex(out, t->headings[i]);
    }
    text_append(out, " \\\\\n\\midrule\n");
}

/* More columns than this leave no room for intervals beside the numbers: they stand below where there are not more rows
 * than a page has room for. */
enum { BESIDE = 3, BELOW = 12 };

static void append_cell(const struct table_cell *c, int below, struct text *out)
{
    const int apart = below && *c->range;
    text_append(out, apart ? "\\begin{tabular}[t]{@{}l@{}}" : "");
    table_escape_tex(out, c->shown);
    text_append(out, apart ? "\\\\\\relax " : *c->range ? " " : ""); /* "[" behind a line's end would be a length */
    table_escape_tex(out, c->range);
    text_append(out, apart ? "\\end{tabular}" : "");
}

static void append_row(const struct paper_table *t, size_t number, struct text *out)
{
    const struct table_row *row = &t->rows[number], *before = number ? row - 1 : NULL;
    const int begins = !before || strcmp(before->group, row->group) != 0;
    if (before && (begins || before->further != row->further))
        text_append(out, "\\midrule\n");
    if (row->further && !(before && before->further))
        text_append(out, "\\emph{not printed:} \\\\\n");
    if (t->lines->n_stubs > 1) {
        append_first(out, begins ? row->group : "");
        text_append(out, " & ");
    }
    append_first(out, row->heading);
    for (size_t i = 0; i < t->n_columns; i++) {
        text_append(out, " & ");
        append_cell(&row->cells[i], t->n_columns > BESIDE && t->n_rows <= BELOW, out);
    }
    text_append(out, " \\\\\n");
}

static void append_below(const struct paper_table *t, struct text *out)
{
    struct text origins = TEXT_INIT, mark = TEXT_INIT;
    text_append(out, "\n\\medskip\n\\begin{minipage}{\\linewidth}\\raggedright\n");
    table_escape_tex(out, paper_table_legend);
    text_append(out, ".\n");
    for (size_t i = 0; i < t->n_notes; i++) {
        text_clear(&mark);
        table_mark(&mark, i);
        table_escape_tex(out, text_of(&mark));
        text_append(out, "~");
        table_escape_tex(out, t->notes[i].text);
        text_append(out, i + 1 < t->n_notes ? ";\n" : ".\n");
    }
    table_append_origins(t, &origins);
    if (origins.length) {
        text_append(out, "Made of ");
        table_escape_tex(out, text_of(&origins));
        text_append(out, ".\n");
    }
    text_append(out, "\\end{minipage}\n");
    text_release(&mark);
    text_release(&origins);
}

/* One that is wider than the page is made to fit it. */
void table_append_tex(const struct paper_table *t, struct text *out)
{
    text_append(out,
                "% pdflatex takes this file as it is. To \\input it into a document that has booktabs, geometry and "
                "graphicx,\n% say \\def\\intable{} before.\n"
                "\\ifdefined\\intable\\else\n"
                "\\documentclass{article}\n"
                "\\usepackage[a4paper,landscape,margin=12mm]{geometry}\n"
                "\\usepackage{booktabs}\n\\usepackage{graphicx}\n\\pagestyle{empty}\n"
                "\\begin{document}\n\\fi\n"
                "\\begin{table}[htbp]\n\\centering\\footnotesize\n");
    text_format(out, "\\renewcommand{\\thetable}{%s}\n\\caption{", t->lines->name);
    table_escape_tex(out, layout_word(t->layout, t->lines->caption, "heading"));
    text_append(out, ".}\n\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{\\begin{tabular}{");
    for (size_t i = 0; i < t->lines->n_stubs + t->n_columns; i++)
        text_append(out, "l");
    text_append(out, "}\n\\toprule\n");
    append_head(t, out);
    for (size_t i = 0; i < t->n_rows; i++)
        append_row(t, i, out);
    text_append(out, "\\bottomrule\n\\end{tabular}}\n");
    append_below(t, out);
    text_append(out, "\\end{table}\n\\ifdefined\\intable\\expandafter\\endinput\\fi\n\\end{document}\n");
}
