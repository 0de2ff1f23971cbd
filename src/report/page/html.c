#include "report/page/html.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static int is_control(unsigned long c)
{
    return c < ' ' || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c < 0xFDF0);
}

/* What has later words run from right to left, or stops that: names would read as others do. */
static int turns(unsigned long c)
{
    return c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static const char *entity(unsigned long c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    default:
        return is_control(c) || turns(c) ? "\xEF\xBF\xBD" : NULL;
    }
}

void html_text_bytes(struct text *out, const char *words, size_t n)
{
    for (size_t i = 0; i < n;) {
        unsigned long c = 0;
        const size_t length = utf8_decode(words + i, n - i, &c);
        const char *instead = length ? entity(c) : "\xEF\xBF\xBD";
        if (instead)
            text_append(out, instead);
        else
            text_append_bytes(out, words + i, length);
        i += length ? length : 1;
    }
}

void html_text(struct text *out, const char *words)
{
    html_text_bytes(out, words, strlen(words));
}

void html_anchor(struct text *out, const char *name)
{
    int gap = 0, any = 0;
    for (const char *p = name; *p; p++) {
        const int upper = *p >= 'A' && *p <= 'Z';
        const char c[2] = { (char)(upper ? *p - 'A' + 'a' : *p), '\0' };
        if (!(c[0] >= 'a' && c[0] <= 'z') && !(c[0] >= '0' && c[0] <= '9')) {
            gap = any;
            continue;
        }
        text_append(out, gap ? "-" : "");
        text_append(out, c);
        gap = 0;
        any = 1;
    }
    text_append(out, any ? "" : "x");
}

void html_number(struct text *out, const char *cell, int decimals, enum decimal_sign sign)
{
    struct text rounded = TEXT_INIT;
    if (!*cell) {
        text_append(out, "–");
    } else if (decimal_append(&rounded, cell, decimals, sign)) {
        html_text(out, cell);
    } else {
        text_append(out, "<data value=\"");
        html_text(out, cell);
        text_format(out, "\">%s</data>", text_of(&rounded));
    }
    text_release(&rounded);
}

void html_interval(struct text *out, const char *lo, const char *hi, int decimals)
{
    if (!*lo || !*hi)
        return;
    text_append(out, "[");
    html_number(out, lo, decimals, SIGN_BELOW_ZERO);
    text_append(out, ", ");
    html_number(out, hi, decimals, SIGN_BELOW_ZERO);
    text_append(out, "]");
}

void html_cell_text(struct text *out, const char *words)
{
    text_append(out, "<td>");
    html_text(out, words);
    text_append(out, "</td>");
}

void html_cell_number(struct text *out, const char *cell, int decimals, enum decimal_sign sign)
{
    text_append(out, "<td class=\"n\">");
    html_number(out, cell, decimals, sign);
    text_append(out, "</td>");
}

void html_cell_count(struct text *out, const char *count)
{
    text_append(out, "<td class=\"n\">");
    html_text(out, count);
    text_append(out, "</td>");
}

void html_cell_size(struct text *out, size_t count)
{
    text_append(out, "<td class=\"n\">");
    html_count(out, count);
    text_append(out, "</td>");
}

void html_row_head(struct text *out, const char *words)
{
    text_append(out, "<th scope=\"row\">");
    html_text(out, words);
    text_append(out, "</th>");
}

void html_column_head(struct text *out, const char *words)
{
    text_append(out, "<th scope=\"col\">");
    html_text(out, words);
    text_append(out, "</th>");
}

void html_count(struct text *out, size_t count)
{
    char digits[32];
    const int n = snprintf(digits, sizeof digits, "%zu", count);
    for (int i = 0; i < n; i++)
        text_format(out, "%s%c", i && (n - i) % 3 == 0 ? "," : "", digits[i]);
}
