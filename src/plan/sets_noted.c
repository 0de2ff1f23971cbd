#include "plan/sets_noted.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/reader.h"
#include "store/csv.h"
#include "store/file.h"

/* The words of each row, in the order of the columns. */
enum { DATASET, EDITION, PAYLOAD, HEIGHT, WIDTH, CHANNELS, CLASS, NAME, TRAIN, TEST, COLUMNS };

static void put_class(struct csv_out *out, const struct set *set, int class)
{
    const struct dataset *d = &set->data;
    const size_t numbers[COLUMNS] = {
        [HEIGHT] = (size_t)d->train.height, [WIDTH] = (size_t)d->train.width, [CHANNELS] = (size_t)d->train.channels,
        [CLASS] = (size_t) class,           [TRAIN] = set->train[class],      [TEST] = set->test[class],
    };
    const char *row[COLUMNS] = {
        [DATASET] = d->name, [EDITION] = d->edition, [PAYLOAD] = d->payload, [NAME] = d->classes[class]
    };
    char printed[COLUMNS][24];
    for (int i = 0; i < COLUMNS; i++)
        if (!row[i]) {
            snprintf(printed[i], sizeof printed[i], "%zu", numbers[i]);
            row[i] = printed[i];
        }
    csv_out_row(out, row);
}

int sets_note(const struct sets *s, const char *path, struct error *e)
{
    struct csv_out out;
    if (csv_out_begin(&out, path, SETS_NOTED_COLUMNS, e))
        return -1;
    for (size_t i = 0; i < s->n; i++)
        for (int c = 0; c < s->of[i]->data.n_classes; c++)
            put_class(&out, s->of[i], c);
    return csv_out_commit(&out, e);
}

static int read_number(const struct csv *c, size_t row, const char *column, long least, long most, size_t *to,
                       const char *path, struct error *e)
{
    const char *cell = csv_cell(c, row, column);
    long value;
    if (parse_long(cell, &value) || value < least || value > most)
        return error_set(e, "%s:%zu: expected a whole number from %ld to %ld in '%s', found '%s'", path,
                         csv_line(c, row), least, most, column, cell);
    *to = (size_t)value;
    return 0;
}

static int read_word(const struct csv *c, size_t row, const char *column, char *to, size_t room, const char *path,
                     struct error *e)
{
    const char *cell = csv_cell(c, row, column);
    const size_t n = strlen(cell);
    if (n < 1 || n >= room)
        return error_set(e, "%s:%zu: expected 1 to %zu characters in '%s', found %zu", path, csv_line(c, row), room - 1,
                         column, n);
    memcpy(to, cell, n + 1);
    return 0;
}

/* One class more; what is of the set stands in each of its rows, and the last one's is taken. */
static int read_class(struct set *set, const struct csv *c, size_t row, const char *path, struct error *e)
{
    struct dataset *d = &set->data;
    struct images *im = &d->train;
    size_t height, width, channels, class, train, test;
    const size_t n = (size_t)d->n_classes;
    if (read_word(c, row, "edition", d->edition, sizeof d->edition, path, e) ||
        read_word(c, row, "payload", d->payload, sizeof d->payload, path, e) ||
        read_number(c, row, "height", 1, READ_SIDE_MAX, &height, path, e) ||
        read_number(c, row, "width", 1, READ_SIDE_MAX, &width, path, e) ||
        read_number(c, row, "channels", 1, 3, &channels, path, e) ||
        read_number(c, row, "class", d->n_classes, d->n_classes, &class, path, e) ||
        read_number(c, row, "train", 0, INT_MAX, &train, path, e) ||
        read_number(c, row, "test", 0, INT_MAX, &test, path, e))
        return -1;
    d->classes = mem_resize(d->classes, n + 2, sizeof *d->classes);
    d->classes[n] = mem_string(csv_cell(c, row, "name"));
    d->classes[n + 1] = NULL;
    set->train = mem_resize(set->train, n + 1, sizeof *set->train);
    set->test = mem_resize(set->test, n + 1, sizeof *set->test);
    set->train[n] = train;
    set->test[n] = test;
    d->n_classes++;
    im->height = d->test.height = (int)height;
    im->width = d->test.width = (int)width;
    im->channels = d->test.channels = (int)channels;
    im->n += train;
    d->test.n += test;
    return 0;
}

struct set *sets_noted(const char *path, const char *name, struct error *e)
{
    struct csv c = { 0 };
    struct set *set = mem_zero(1, sizeof *set);
    set->gone = 1;
    error_set(e, "%s", "");
    int bad = !path_exists(path) || strlen(name) >= sizeof set->data.name ||
              csv_read_as(&c, path, SETS_NOTED_COLUMNS, e);
    for (size_t row = 0; row < c.n_rows && !bad; row++)
        if (strcmp(csv_cell(&c, row, "dataset"), name) == 0)
            bad = read_class(set, &c, row, path, e);
    csv_release(&c);
    if (bad || set->data.n_classes == 0) {
        set_free(set);
        return NULL;
    }
    snprintf(set->data.name, sizeof set->data.name, "%s", name);
    return set;
}
