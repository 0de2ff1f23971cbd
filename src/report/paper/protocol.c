#include "report/paper/protocol.h"

#include <string.h>

#include "plan/words.h"

static int check_rows(const struct csv *c, const char *path, struct error *e)
{
    static const char *const numbers[] = { "height", "width", "channels", "train", "test" };
    for (size_t row = 0; row < c->n_rows; row++)
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            const char *cell = csv_cell(c, row, numbers[i]);
            long value;
            if (parse_long(cell, &value) || value < 1)
                return error_set(e, "%s:%zu: expected a whole number from 1 in '%s', found '%s'", path,
                                 csv_line(c, row), numbers[i], cell);
        }
    return 0;
}

int printed_data_read(struct csv *out, const char *path, struct error *e)
{
    *out = (struct csv) { 0 };
    if (!path)
        return 0;
    return csv_read_as(out, path, PRINTED_DATA_COLUMNS, e) || check_rows(out, path, e) ? -1 : 0;
}

static int is_number(const struct csv *c, size_t row, const char *column, size_t value)
{
    long expected;
    return parse_long(csv_cell(c, row, column), &expected) == 0 && expected == (long)value;
}

static int is_edition(const struct csv *c, size_t row, const struct dataset *d)
{
    const char *payload = csv_cell(c, row, "payload");
    if (strcmp(csv_cell(c, row, "edition"), d->edition) != 0)
        return 0;
    if (*payload)
        return strcmp(payload, d->payload) == 0;
    return is_number(c, row, "height", (size_t)d->train.height) && is_number(c, row, "width", (size_t)d->train.width) &&
           is_number(c, row, "channels", (size_t)d->train.channels) && is_number(c, row, "train", d->train.n) &&
           is_number(c, row, "test", d->test.n);
}

int protocol_same_data(const struct csv *printed_data, const struct plan *p, const char *dataset)
{
    const struct dataset *d = plan_dataset(p, dataset);
    int named = 0;
    for (size_t row = 0; row < printed_data->n_rows && d; row++) {
        if (strcmp(csv_cell(printed_data, row, "dataset"), dataset) != 0)
            continue;
        if (is_edition(printed_data, row, d))
            return 1;
        named = 1;
    }
    return d && !named;
}

/* Are the run's anomalies those that these two words give? */
static int is_choice(const struct run *r, const struct dataset *d, const char *negative, const char *anomaly)
{
    struct task_spec t = { .positive = r->task.positive };
    struct text ignored = TEXT_INIT;
    struct error e;
    int is = !negative_resolve(negative, d, &t, &ignored, &e) && !anomaly_resolve(anomaly, d, NULL, &t, &ignored, &e) &&
             classes_compare(&t.anomaly, &r->task.anomaly) == 0;
    text_release(&ignored);
    return is;
}

static int printed_anomalies(const struct run *r, const struct dataset *d)
{
    return is_choice(r, d, "none", "rest") || is_choice(r, d, "next-class", "rest") ||
           is_choice(r, d, "none", "own-half");
}

int protocol_same_images(const struct groups *of, const struct group *g)
{
    const struct dataset *d = plan_dataset(of->plan, g->runs[0]->dataset);
    int same = d != NULL;
    for (size_t i = 0; i < g->n && same; i++) {
        const struct task_spec *t = &g->runs[i]->task;
        same = t->train_limit == 0 && t->test_limit == 0 && t->negative_limit == 0 && t->holdout == 0 &&
               t->pollution.positives == 0 && t->pollution.negatives == 0 && printed_anomalies(g->runs[i], d);
    }
    return same;
}

/* The number of a task: 1 for 2 3. -1 where it is none of a printed mean. */
static int place_of(const struct class_list *positive)
{
    const int least = classes_next(positive, -1);
    if (classes_last(positive) - least + 1 != positive->n)
        return -1;
    return least % positive->n ? -1 : least / positive->n;
}

int protocol_all_tasks(const struct groups *of, const struct group *g)
{
    const int size = g->runs[0]->task.positive.n;
    int classes = 0;
    plan_classes(of->plan, g->runs[0]->dataset, &classes);
    int all = classes > 0 && classes % size == 0;
    for (size_t i = 0; i < g->n && all; i++)
        all = place_of(&g->runs[i]->task.positive) >= 0;
    for (int place = 0; place < classes / size && all; place++) {
        size_t i = 0;
        while (i < g->n && place_of(&g->runs[i]->task.positive) != place)
            i++;
        all = i < g->n;
    }
    return all;
}
