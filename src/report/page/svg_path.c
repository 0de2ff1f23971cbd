#include "report/page/svg_path.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Tenths of a pixel. */
struct point {
    long x, y;
};

/* ---- reading ---- */

static void skip_blanks(const char **s)
{
    *s += strspn(*s, " ,\t\r\n");
}

static int read_tenths(const char **s, long *value)
{
    char *end;
    skip_blanks(s);
    if (!(isdigit((unsigned char)**s) || (**s && strchr("+-.", **s)))) /* no "inf", and no "0x1" by a leading blank */
        return -1;
    const double number = strtod(*s, &end);
    if (end == *s || !(fabs(number) < 1e6))
        return -1;
    *value = lround(10 * number);
    *s = end;
    return 0;
}

static int read_point(const char **s, struct point *p)
{
    return read_tenths(s, &p->x) || read_tenths(s, &p->y) ? -1 : 0;
}

/* ---- writing ---- */

static void append_tenths(struct text *out, long value)
{
    const unsigned long size = value < 0 ? -(unsigned long)value : (unsigned long)value;
    text_append(out, value < 0 ? "-" : "");
    if (size >= 10 || size == 0)
        text_format(out, "%lu", size / 10);
    if (size % 10)
        text_format(out, ".%lu", size % 10);
}

/* A line that is being written. */
struct pen {
    struct text *out;
    int dots;                       /* does a part without a step show? */
    struct point at, from, written; /* now, at the begin of this part, and at the end of what is written */
    struct point ahead;             /* a step that is not written yet */
    int is_begun, waits;            /* is there a part, and is its move still to be written? */
    char last;                      /* the letter before, which a further step need not repeat */
};

static void append_point(struct text *out, char letter, long x, long y)
{
    text_format(out, "%c", letter);
    append_tenths(out, x);
    text_append(out, y >= 0 ? " " : "");
    append_tenths(out, y);
}

/* Moves to where a part begins: by a step where that is shorter, but for the first, so that a line can stand behind
 * another. */
static void append_move(struct pen *p)
{
    struct text to = TEXT_INIT, by = TEXT_INIT;
    append_point(&to, 'M', p->from.x, p->from.y);
    append_point(&by, 'm', p->from.x - p->written.x, p->from.y - p->written.y);
    text_append(p->out, text_of(p->last && by.length < to.length ? &by : &to));
    p->written = p->from;
    p->waits = 0;
    p->last = 'M';
    text_release(&to);
    text_release(&by);
}

static void append_step(struct pen *p)
{
    const struct point by = p->ahead;
    const char letter = by.y == 0 ? 'h' : by.x == 0 ? 'v' : 'l';
    const long first = letter == 'v' ? by.y : by.x;
    if (p->waits)
        append_move(p);
    if (letter != p->last)
        text_format(p->out, "%c", letter);
    else if (first >= 0)
        text_append(p->out, " ");
    append_tenths(p->out, first);
    if (letter == 'l') {
        text_append(p->out, by.y >= 0 ? " " : "");
        append_tenths(p->out, by.y);
    }
    p->last = letter;
    p->written = (struct point) { p->written.x + by.x, p->written.y + by.y };
    p->ahead = (struct point) { 0, 0 };
}

static void flush(struct pen *p)
{
    if (p->ahead.x || p->ahead.y)
        append_step(p);
}

static int goes_on(const struct point *a, const struct point *b)
{
    return (a->x == 0 && b->x == 0 && (a->y > 0) == (b->y > 0)) || (a->y == 0 && b->y == 0 && (a->x > 0) == (b->x > 0));
}

static void step_to(struct pen *p, struct point to)
{
    const struct point by = { to.x - p->at.x, to.y - p->at.y };
    p->at = to;
    if (!by.x && !by.y)
        return;
    if ((p->ahead.x || p->ahead.y) && !goes_on(&p->ahead, &by))
        append_step(p);
    p->ahead.x += by.x;
    p->ahead.y += by.y;
}

static void end_part(struct pen *p)
{
    flush(p);
    if (p->waits && p->dots) {
        append_move(p);
        text_append(p->out, "h0");
        p->last = 'h';
    }
}

static void move_to(struct pen *p, struct point to)
{
    end_part(p);
    p->at = p->from = to;
    p->is_begun = p->waits = 1;
}

static void close_part(struct pen *p)
{
    flush(p);
    if (p->waits)
        append_move(p);
    text_append(p->out, "z");
    p->at = p->written = p->from;
    p->last = 'z';
}

static int draw(struct pen *p, char letter, const char **s)
{
    struct point to = { 0, 0 };
    if (letter == 'z' || letter == 'Z') {
        close_part(p);
        return 0;
    }
    if (!letter || !strchr("MmLlhv", letter) || (letter != 'v' && read_tenths(s, &to.x)) ||
        (letter != 'h' && read_tenths(s, &to.y)))
        return -1;
    if (letter != 'M' && letter != 'L')
        to = (struct point) { p->at.x + to.x, p->at.y + to.y };
    if (letter == 'M' || letter == 'm')
        move_to(p, to);
    else
        step_to(p, to);
    return 0;
}

static void take_back(struct text *out, size_t length)
{
    out->length = length;
    if (out->s)
        out->s[length] = '\0';
}

int svg_path_append(struct text *out, const char *d, int dots)
{
    const size_t before = out->length;
    struct pen p = { .out = out, .dots = dots };
    char letter = '\0';
    int bad = 0;
    for (skip_blanks(&d); *d && !bad; skip_blanks(&d)) {
        if (isalpha((unsigned char)*d))
            letter = *d++;
        else if (letter == 'M' || letter == 'm') /* further points behind a move are lines */
            letter = letter == 'M' ? 'L' : 'l';
        else if (letter == 'z' || letter == 'Z')
            letter = '\0';
        bad = (!p.is_begun && letter != 'M') || draw(&p, letter, &d);
    }
    end_part(&p);
    if (bad)
        take_back(out, before);
    return bad ? -1 : 0;
}

static int is_box_of(const struct point *of, size_t n)
{
    if (n == 5 && of[4].x == of[0].x && of[4].y == of[0].y)
        n = 4;
    return n == 4 && ((of[0].y == of[1].y && of[1].x == of[2].x && of[2].y == of[3].y && of[3].x == of[0].x) ||
                      (of[0].x == of[1].x && of[1].y == of[2].y && of[2].x == of[3].x && of[3].y == of[0].y));
}

static void draw_points(struct pen *p, const struct point *of, size_t n, int is_box)
{
    if (is_box) {
        const struct point *a = &of[0], *b = &of[2];
        const struct point low = { a->x < b->x ? a->x : b->x, a->y < b->y ? a->y : b->y };
        const struct point high = { a->x > b->x ? a->x : b->x, a->y > b->y ? a->y : b->y };
        move_to(p, low);
        step_to(p, (struct point) { high.x, low.y });
        step_to(p, high);
        step_to(p, (struct point) { low.x, high.y });
    } else {
        move_to(p, of[0]);
        for (size_t i = 1; i < n; i++)
            step_to(p, of[i]);
    }
    close_part(p);
}

int svg_polygon_append(struct text *out, const char *points, int *is_box)
{
    struct pen p = { .out = out };
    struct point *of = NULL;
    size_t n = 0;
    int bad = 0;
    for (skip_blanks(&points); *points && !bad; skip_blanks(&points)) {
        of = mem_resize(of, n + 1, sizeof *of);
        bad = read_point(&points, &of[n]);
        n += !bad;
    }
    bad = bad || n < 2;
    *is_box = !bad && is_box_of(of, n);
    if (!bad)
        draw_points(&p, of, n, *is_box);
    free(of);
    return bad ? -1 : 0;
}

/* ---- numbers and colours ---- */

int svg_tenths_append(struct text *out, const char *number)
{
    long value;
    const char *at = number;
    if (read_tenths(&at, &value) || *at)
        return -1;
    append_tenths(out, value);
    return 0;
}

void svg_tidy_append(struct text *out, const char *words)
{
    while (*words) {
        const size_t before = strcspn(words, "0123456789");
        const size_t whole = strspn(words + before, "0123456789");
        const char *decimals = words + before + whole;
        text_append_bytes(out, words, before + whole);
        words = decimals;
        if (!whole || *decimals != '.')
            continue;
        const size_t n = strspn(decimals + 1, "0123456789");
        size_t kept = n;
        while (kept && decimals[kept] == '0')
            kept--;
        text_append_bytes(out, decimals, kept ? kept + 1 : 0);
        words = decimals + 1 + n;
    }
}

static int read_rgb(const char *s, unsigned rgb[3])
{
    int end = 0;
    if (sscanf(s, "rgb( %3u , %3u , %3u )%n", &rgb[0], &rgb[1], &rgb[2], &end) == 3 && end && !s[end])
        return rgb[0] < 256 && rgb[1] < 256 && rgb[2] < 256 ? 0 : -1;
    return strlen(s) == 7 && strspn(s + 1, "0123456789abcdefABCDEF") == 6 &&
                   sscanf(s, "#%2x%2x%2x", &rgb[0], &rgb[1], &rgb[2]) == 3
               ? 0
               : -1;
}

void svg_colour_append(struct text *out, const char *colour)
{
    unsigned rgb[3] = { 0, 0, 0 };
    if (strcmp(colour, "black") != 0 && read_rgb(colour, rgb))
        text_append(out, colour);
    else if (rgb[0] % 17 || rgb[1] % 17 || rgb[2] % 17)
        text_format(out, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
    else
        text_format(out, "#%x%x%x", rgb[0] / 17, rgb[1] / 17, rgb[2] / 17);
}
