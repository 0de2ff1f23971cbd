#include "run/ranks.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "base/text.h"
#include "eval/label_sweep.h"
#include "run/digest.h"
#include "store/gzip.h"

#define FIRST_LINE "lisae ranks 1"

enum { WIDE = 8, NARROW = 2 }; /* bytes of a score, and of a rank */

static int by_place(const void *a, const void *b, void *context)
{
    const struct scores *s = context;
    const size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (s->class_[i] != s->class_[j])
        return s->class_[i] < s->class_[j] ? -1 : 1;
    return (s->index[i] > s->index[j]) - (s->index[i] < s->index[j]);
}

/* (n) the samples in that order. */
static size_t *order_of_places(const struct scores *s)
{
    size_t *order = mem_alloc(s->n, sizeof *order);
    for (size_t i = 0; i < s->n; i++)
        order[i] = i;
    qsort_r(order, s->n, sizeof *order, by_place, (void *)s);
    return order;
}

/* (n) how many different scores are below each; returns how many there are in all. */
static size_t count_below(const struct scores *s, size_t *below)
{
    size_t *order = order_rising(s->score, s->n), distinct = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (i && s->score[order[i]] != s->score[order[i - 1]])
            distinct++;
        below[order[i]] = distinct;
    }
    free(order);
    return distinct + 1;
}

/* Numbers are little-endian. */
static void put_bytes(unsigned char *to, uint64_t number, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t take_bytes(const char *from, size_t n)
{
    uint64_t number = 0;
    for (size_t i = 0; i < n; i++)
        number |= (uint64_t)(unsigned char)from[i] << (8 * i);
    return number;
}

static void add_number(struct hash *h, int32_t number)
{
    unsigned char bytes[4];
    put_bytes(bytes, (uint32_t)number, sizeof bytes);
    hash_add(h, bytes, sizeof bytes);
}

static void hash_images(const struct scores *s, const size_t *order, char hex[SHA256_HEX])
{
    struct hash h;
    hash_init(&h);
    for (size_t i = 0; i < s->n; i++) {
        add_number(&h, s->class_[order[i]]);
        add_number(&h, s->index[order[i]]);
    }
    hash_hex(&h, hex);
}

/* The lines of the classes. */
static int print_classes(const struct scores *s, const size_t *order, struct text *out, struct error *e)
{
    for (size_t i = 0, j; i < s->n; i = j) {
        const size_t first = order[i];
        for (j = i; j < s->n && s->class_[order[j]] == s->class_[first]; j++)
            if (s->label[order[j]] != s->label[first])
                return error_set(e, "expected class %" PRId32 " to be normal or anomalous, found both",
                                 s->class_[first]);
        text_format(out, "class %" PRId32 " %d %zu\n", s->class_[first], s->label[first], j - i);
    }
    return 0;
}

/* Whole but for the numbers themselves, of which `values` are scores. */
static int print_head(const char *run, const struct scores *s, const size_t *order, size_t values, struct text *out,
                      struct error *e)
{
    char scores[SHA256_HEX], images[SHA256_HEX];
    digest_scores(s, scores);
    hash_images(s, order, images);
    text_format(out, FIRST_LINE "\nrun %s\nscores %s\nimages %s\n", run, scores, images);
    if (print_classes(s, order, out, e))
        return -1;
    if (values)
        text_format(out, "values %zu\n", values);
    text_format(out, "ranks %zu\n", s->n);
    return 0;
}

/* The numbers, behind the head. */
static void put_numbers(unsigned char *to, const struct scores *s, const size_t *order, const size_t *below,
                        size_t values)
{
    for (size_t i = 0; i < s->n && values; i++) {
        uint64_t bits;
        memcpy(&bits, &s->score[i], sizeof bits);
        put_bytes(to + WIDE * below[i], bits, WIDE);
    }
    to += WIDE * values;
    for (size_t i = 0; i < s->n; i++)
        put_bytes(to + NARROW * i, below[order[i]], NARROW);
}

int ranks_write(const char *path, const char *run, const struct scores *s, int labels, struct error *e)
{
    struct text head = TEXT_INIT;
    if (s->n == 0)
        return error_set(e, "cannot write '%s': expected scores, found none", path);
    size_t *below = mem_alloc(s->n, sizeof *below), *order = order_of_places(s);
    const size_t distinct = count_below(s, below), values = labels ? distinct : 0;
    int bad = distinct > RANKS_MAX ? error_set(e, "cannot write '%s': expected at most %d different scores, found %zu",
                                               path, RANKS_MAX, distinct)
                                   : print_head(run, s, order, values, &head, e);
    if (!bad) {
        const size_t n = head.length + WIDE * values + NARROW * s->n;
        unsigned char *bytes = mem_alloc(n, 1);
        memcpy(bytes, text_of(&head), head.length);
        put_numbers(bytes + head.length, s, order, below, values);
        bad = gzip_write(path, bytes, n, e);
        free(bytes);
    }
    text_release(&head);
    free(order);
    free(below);
    return bad;
}

void ranks_sort(struct scores *s, char images[SHA256_HEX])
{
    size_t *order = order_of_places(s);
    struct scores to;
    scores_init(&to, s->n);
    for (size_t i = 0; i < s->n; i++) {
        to.index[i] = s->index[order[i]];
        to.class_[i] = s->class_[order[i]];
        to.label[i] = s->label[order[i]];
        to.score[i] = s->score[order[i]];
    }
    hash_images(s, order, images);
    scores_release(s);
    *s = to;
    free(order);
}

/* What is left to read, the line that comes next, and the file's name for messages. */
struct reading {
    const char *at, *end, *path;
    size_t line;
};

static int unexpected(const struct reading *in, const char *expected, struct error *e)
{
    const char *stop = memchr(in->at, '\n', (size_t)(in->end - in->at));
    const int length =
        (int)((stop && stop - in->at < 80 ? stop : in->at + (in->end - in->at < 80 ? in->end - in->at : 80)) - in->at);
    return error_set(e, "%s:%zu: expected %s, found '%.*s'", in->path, in->line, expected, length, in->at);
}

/* The rest of a line that begins with `word` and a blank; NULL where the next one does not. */
static char *rest_of(struct reading *in, const char *word)
{
    const size_t n = strlen(word);
    const char *stop = memchr(in->at, '\n', (size_t)(in->end - in->at));
    if (!stop || (size_t)(stop - in->at) <= n || memcmp(in->at, word, n) != 0 || in->at[n] != ' ')
        return NULL;
    char *rest = mem_alloc((size_t)(stop - in->at) - n, 1);
    memcpy(rest, in->at + n + 1, (size_t)(stop - in->at) - n - 1);
    rest[(size_t)(stop - in->at) - n - 1] = '\0';
    in->at = stop + 1;
    in->line++;
    return rest;
}

static int read_hex(struct reading *in, const char *word, char *to, size_t room, struct error *e)
{
    struct reading here = *in;
    char *rest = rest_of(in, word);
    const int good = rest && strlen(rest) == room - 1 && strspn(rest, "0123456789abcdef") == room - 1;
    if (good)
        memcpy(to, rest, room);
    free(rest);
    if (good)
        return 0;
    struct text expected = TEXT_INIT;
    text_format(&expected, "'%s' and %zu hexadecimal digits", word, room - 1);
    unexpected(&here, text_of(&expected), e);
    text_release(&expected);
    return -1;
}

/* One line of a class; its images are added behind those of the classes before. */
static int read_class(struct reading *in, struct scores *s, struct error *e)
{
    struct reading here = *in;
    char *rest = rest_of(in, "class"), **parts = split(rest ? rest : "", " ", 0, NULL);
    long number, label, count;
    int bad = !parts[0] || !parts[1] || !parts[2] || parts[3] || parse_long(parts[0], &number) ||
              parse_long(parts[1], &label) || parse_long(parts[2], &count) || number < INT32_MIN ||
              number > INT32_MAX || label < 0 || label > 1 || count < 1 || count > (in->end - in->at) / 2 ||
              (s->n && s->class_[s->n - 1] >= number);
    if (!bad) {
        const size_t from = s->n;
        s->n += (size_t)count;
        s->index = mem_resize(s->index, s->n, sizeof *s->index);
        s->class_ = mem_resize(s->class_, s->n, sizeof *s->class_);
        s->label = mem_resize(s->label, s->n, sizeof *s->label);
        for (size_t i = from; i < s->n; i++) {
            s->index[i] = (int32_t)(i - from);
            s->class_[i] = (int32_t)number;
            s->label[i] = (uint8_t)label;
        }
    }
    split_free(parts);
    free(rest);
    return bad ? unexpected(&here, "'class NUMBER LABEL COUNT', ascending, or 'ranks COUNT'", e) : 0;
}

/* Every rank from 0 to the highest one is there, and with values as many of them. */
static int check_dense(const struct scores *s, size_t values, const struct reading *in, struct error *e)
{
    unsigned char *seen = mem_zero(RANKS_MAX, 1);
    size_t distinct = 0, highest = values ? values - 1 : 0;
    for (size_t i = 0; i < s->n; i++) {
        const size_t rank = (size_t)s->score[i];
        distinct += !seen[rank];
        seen[rank] = 1;
        highest = rank > highest ? rank : highest;
    }
    free(seen);
    if (distinct == highest + 1 && (!values || distinct == values))
        return 0;
    return error_set(e, "%s: expected each rank from 0 to %zu, found %zu different ones", in->path, highest, distinct);
}

/* The line of a number behind a word; 0 where it is not there. */
static size_t count_of(struct reading *in, const char *word)
{
    const struct reading here = *in;
    char *rest = rest_of(in, word);
    long n = 0;
    if (rest && (parse_long(rest, &n) || n < 1))
        n = 0;
    free(rest);
    if (!n)
        *in = here;
    return (size_t)n;
}

/* In the place of their ranks the scores of hard labels: ascending whole numbers. */
static int put_values(struct scores *s, size_t values, const char *from, const struct reading *in, struct error *e)
{
    double last = -1, *value = mem_alloc(values, sizeof *value);
    size_t good = 0;
    for (; good < values; good++) {
        const uint64_t bits = take_bytes(from + WIDE * good, WIDE);
        memcpy(&value[good], &bits, sizeof bits);
        if (!(value[good] > last && value[good] < ldexp(1, LABELS_MOST) && value[good] == floor(value[good])))
            break;
        last = value[good];
    }
    for (size_t i = 0; i < s->n && good == values; i++)
        s->score[i] = value[(size_t)s->score[i]];
    free(value);
    return good == values
               ? 0
               : error_set(e, "%s: expected hard labels as ascending whole numbers, found another as value %zu",
                           in->path, good + 1);
}

static int read_numbers(struct ranks *r, struct reading *in, struct error *e)
{
    struct scores *s = &r->scores;
    const size_t values = count_of(in, "values");
    const struct reading here = *in;
    if (count_of(in, "ranks") != s->n || !s->n)
        return unexpected(&here, "'ranks' and the sum of the classes' images", e);
    const size_t expected = WIDE * values + NARROW * s->n, found = (size_t)(in->end - in->at);
    if (values > RANKS_MAX || found != expected)
        return error_set(e, "%s: expected %zu bytes of numbers, found %zu", in->path, expected, found);
    s->score = mem_alloc(s->n, sizeof *s->score);
    for (size_t i = 0; i < s->n; i++)
        s->score[i] = (double)take_bytes(in->at + WIDE * values + NARROW * i, NARROW);
    r->labels = values > 0;
    return check_dense(s, values, in, e) || (values && put_values(s, values, in->at, in, e)) ? -1 : 0;
}

static int read_all(struct ranks *r, struct reading *in, struct error *e)
{
    static const char first[] = FIRST_LINE "\n";
    if ((size_t)(in->end - in->at) < sizeof first - 1 || memcmp(in->at, first, sizeof first - 1) != 0)
        return unexpected(in, "'" FIRST_LINE "'", e);
    in->at += sizeof first - 1;
    in->line++;
    if (read_hex(in, "run", r->run, sizeof r->run, e) ||
        read_hex(in, "scores", r->scores_sha256, sizeof r->scores_sha256, e) ||
        read_hex(in, "images", r->images_sha256, sizeof r->images_sha256, e))
        return -1;
    while (in->at == in->end || (*in->at != 'r' && *in->at != 'v'))
        if (read_class(in, &r->scores, e))
            return -1;
    return read_numbers(r, in, e);
}

int ranks_read(struct ranks *r, const char *path, struct error *e)
{
    size_t n;
    char *bytes = gzip_read(path, &n, e);
    *r = (struct ranks) { 0 };
    if (!bytes)
        return -1;
    struct reading in = { bytes, bytes + n, path, 1 };
    int bad = read_all(r, &in, e);
    free(bytes);
    if (bad)
        ranks_release(r);
    return bad;
}

void ranks_release(struct ranks *r)
{
    scores_release(&r->scores);
    *r = (struct ranks) { 0 };
}
