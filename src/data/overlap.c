#include "data/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* An image by a number that equal images share. Others may share it by chance, so pixels are compared as well. */
struct mark {
    uint64_t sum;
    size_t row;
};

static uint64_t sum_of(const uint8_t *pixels, size_t n)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t sum = n, word = 0;
    for (; n >= sizeof word; n -= sizeof word, pixels += sizeof word) {
        memcpy(&word, pixels, sizeof word);
        sum = (sum ^ word) * odd;
        sum ^= sum >> 32;
    }
    word = 0;
    memcpy(&word, pixels, n);
    sum = (sum ^ word) * odd;
    return sum ^ sum >> 32;
}

static int compare_marks(const void *a, const void *b)
{
    const struct mark *p = a, *q = b;
    return (p->sum > q->sum) - (p->sum < q->sum);
}

static struct mark *make_marks(const struct images *im)
{
    const size_t size = images_size(im);
    struct mark *marks = mem_alloc(im->n, sizeof *marks);
    for (size_t i = 0; i < im->n; i++)
        marks[i] = (struct mark) { sum_of(im->pixels + i * size, size), i };
    if (im->n)
        qsort(marks, im->n, sizeof *marks, compare_marks);
    return marks;
}

/* The first of the sorted marks that is not below `sum`. */
static size_t first_of(const struct mark *marks, size_t n, uint64_t sum)
{
    size_t low = 0;
    while (n > low) {
        size_t middle = low + (n - low) / 2;
        if (marks[middle].sum < sum)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

/* Sets `found` of the rows of `judged` that are this picture. */
static void find(const struct images *judged, const struct mark *marks, const uint8_t *picture, uint8_t *found)
{
    const size_t size = images_size(judged);
    const uint64_t sum = sum_of(picture, size);
    for (size_t i = first_of(marks, judged->n, sum); i < judged->n && marks[i].sum == sum; i++) {
        const size_t row = marks[i].row;
        if (memcmp(judged->pixels + row * size, picture, size) != 0)
            continue;
        if (found[row])
            return; /* so are the others that are equal to it */
        found[row] = 1;
    }
}

static void find_all(const struct images *judged, const struct mark *marks, const struct images *foreign,
                     uint8_t *found)
{
    struct images row;
    images_alloc(&row, 1, judged->height, judged->width, judged->channels);
    for (size_t i = 0; i < foreign->n; i++) {
        images_match_row(&row, 0, foreign, i);
        find(judged, marks, row.pixels, found);
    }
    images_release(&row);
}

size_t images_in_dataset(const struct images *judged, const struct dataset *foreign)
{
    size_t n = 0;
    if (!judged->pixels || !foreign->train.pixels || judged->height != foreign->train.height ||
        judged->width != foreign->train.width)
        return 0;
    struct mark *marks = make_marks(judged);
    uint8_t *found = mem_zero(judged->n, 1);
    find_all(judged, marks, &foreign->train, found);
    find_all(judged, marks, &foreign->test, found);
    for (size_t i = 0; i < judged->n; i++)
        n += found[i];
    free(marks);
    free(found);
    return n;
}
