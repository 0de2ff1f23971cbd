#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "report/gate/gate.h"

/* Has XML 1.0 a place for it? */
static int is_allowed(unsigned long c)
{
    return c == '\t' || c == '\n' || (c >= ' ' && c != 127 && (c & 0xfffe) != 0xfffe);
}

/* Any bytes, as an attribute's or an element's text. What XML cannot have is a question mark for each byte. */
static void append_xml(struct text *out, const char *bytes)
{
    const char *end = bytes + strlen(bytes);
    for (const char *s = bytes; s < end;) {
        unsigned long c;
        const size_t n = utf8_decode(s, (size_t)(end - s), &c);
        if (n == 0 || !is_allowed(c)) {
            text_append(out, "?");
            s++;
            continue;
        }
        if (c == '&')
            text_append(out, "&amp;");
        else if (c == '<')
            text_append(out, "&lt;");
        else if (c == '>')
            text_append(out, "&gt;");
        else if (c == '"')
            text_append(out, "&quot;");
        else if (c == '\n' || c == '\t')
            text_format(out, "&#%lu;", c);
        else
            text_append_bytes(out, s, n);
        s += n;
    }
}

/* The element of a row that did not pass; NULL of one that did. */
static const char *element(const struct gate *g, enum gate_verdict v)
{
    switch (v) {
    case GATE_REGRESSED:
        return "failure";
    case GATE_MISSING:
    case GATE_FAILED:
    case GATE_GONE:
    case GATE_UNCALIBRATED:
        return "error";
    case GATE_UNDECIDED:
        return g->rule->strict ? "failure" : "skipped";
    case GATE_OTHER:
    case GATE_NEW:
        return "skipped";
    default:
        return NULL;
    }
}

static size_t count(const struct gate *g, const char *what)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        const char *is = element(g, g->rows[i].verdict);
        n += is && strcmp(is, what) == 0;
    }
    return n;
}

static void append_message(struct text *out, const struct gate_row *row)
{
    struct text m = TEXT_INIT, remarks = TEXT_INIT;
    text_append(&m, gate_words[row->verdict]);
    if (isfinite(row->difference))
        text_format(&m, ": %.4f -> %.4f, %+.4f", row->mean_a, row->mean_b, row->difference);
    if (isfinite(row->threshold.half))
        text_format(&m, " +- %.4f", row->threshold.half);
    gate_remarks(row, &remarks);
    if (remarks.length)
        text_format(&m, " (%s)", text_of(&remarks));
    append_xml(out, text_of(&m));
    text_release(&m);
    text_release(&remarks);
}

/* Names stay from night to night: no ID, date or number of a result is in them. */
static void append_case(struct text *out, const struct gate *g, const struct gate_row *row)
{
    const char *what = element(g, row->verdict);
    struct text label = TEXT_INIT;
    text_append(out, "    <testcase classname=\"lisae.");
    append_xml(out, row->first->table->experiment);
    text_append(out, ".");
    append_xml(out, side_cell(row->first, "dataset"));
    text_append(out, "\" name=\"");
    append_xml(out, gate_label(row, &label));
    text_append(out, "\" time=\"0\"");
    if (what) {
        text_format(out, ">\n      <%s message=\"", what);
        append_message(out, row);
        if (strcmp(what, "skipped") != 0)
            text_format(out, "\" type=\"%s", gate_words[row->verdict]);
        text_append(out, "\"/>\n    </testcase>\n");
    } else {
        text_append(out, "/>\n");
    }
    text_release(&label);
}

void gate_junit(const struct gate *g, const char *name, struct text *out)
{
    const size_t failures = count(g, "failure"), errors = count(g, "error"), skipped = count(g, "skipped");
    const int nothing = gate_code(g) == GATE_CODE_UNKNOWN &&
                        !errors; /* a call that compared nothing is no empty, green suite */
    struct text headline = TEXT_INIT;
    gate_headline(g, &headline);
    text_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"");
    append_xml(out, *name ? name : "lisae compare");
    text_format(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"0\">\n",
                g->n + (size_t)nothing, failures, errors + (size_t)nothing, skipped);
    if (nothing) {
        text_append(out, "    <testcase classname=\"lisae\" name=\"something is compared\" time=\"0\">\n"
                         "      <error message=\"");
        append_xml(out, text_of(&headline));
        text_append(out, "\" type=\"nothing\"/>\n    </testcase>\n");
    }
    for (size_t i = 0; i < g->n; i++)
        append_case(out, g, &g->rows[i]);
    text_append(out, "  </testsuite>\n</testsuites>\n");
    text_release(&headline);
}
