#include "report/page/html.h"

#include <stdio.h>
#include <string.h>

/* The length of the character of UTF-8 at `s`, of which `n` bytes are left, and its number; 0 where it is none: cut
 * off, longer than it need be, half a pair of UTF-16, beyond the last one. */
static size_t character(const unsigned char *s, size_t n, unsigned long *number)
{
    static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const size_t length = s[0] < 0x80 ? 1 : s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0xC0 ? 2 : 0;
    if (!length || length > n || s[0] > 0xF4)
        return 0;
    unsigned long c = length == 1 ? s[0] : s[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3Fu);
    }
    *number = c;
    return c < least[length] || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF ? 0 : length;
}

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
        const size_t length = character((const unsigned char *)words + i, n - i, &c);
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
