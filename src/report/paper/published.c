#include "report/paper/published.h"

#include <stdio.h>
#include <string.h>

#include "plan/columns.h"
#include "plan/words.h"
#include "report/paper/protocol.h"

static int check_cells(const struct csv *c, const char *path, struct error *e)
{
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *auc = csv_cell(c, row, "auc");
        double value;
        if (parse_double(auc, &value) || value < 0 || value > 1)
            return error_set(e, "%s:%zu: expected an AUC from 0 to 1, found '%s'", path, csv_line(c, row), auc);
    }
    return 0;
}

int published_read(struct published *out, const char *path, const char *data_path, struct error *e)
{
    *out = (struct published) { 0 };
    if (path && (csv_read_as(&out->cells, path, PUBLISHED_COLUMNS, e) || check_cells(&out->cells, path, e)))
        return -1;
    return printed_data_read(&out->data, data_path, e);
}

void published_release(struct published *p)
{
    csv_release(&p->cells);
    csv_release(&p->data);
}

/* The images of the run, and those of its negatives where they are of another set. */
static int same_data(const struct published *p, const struct plan *plan, const struct run *r)
{
    return protocol_same_data(&p->data, plan, r->dataset) &&
           (!r->foreign[0] || protocol_same_data(&p->data, plan, r->foreign));
}

/* An empty `negative` of the printed row fits any: its method takes none, or its name tells them ("sup-": those of the
 * outliers). */
static int same_method(const char *method, const char *negative, const struct run *r)
{
    struct text t = TEXT_INIT;
    const char *own_method = run_cell(r, "method", &t);
    int same = 0;
    if (!*negative) {
        same = strcmp(method, own_method) == 0;
    } else if (strcmp(method, method_without_supervision(own_method)) == 0) {
        const char *set = negative_dataset(r->negative);
        int foreign = set && strcmp(set, negative) == 0;
        int own = strcmp(negative, r->dataset) == 0 && strcmp(r->negative, "other-half") == 0;
        int none = strcmp(negative, "none") == 0 && !*r->negative;
        same = foreign || own || none || strcmp(negative, r->negative) == 0;
    }
    text_release(&t);
    return same;
}

/* The number of outlier classes has to agree, since the paper judges MNIST's digits against all others in one table
 * and against those of their own half in another. */
int published_about(const struct published *p, size_t row, const struct groups *of, const struct group *g)
{
    const struct run *r = g->runs[0];
    const struct csv *c = &p->cells;
    long outlier_classes;
    struct text t = TEXT_INIT;
    int same = parse_long(csv_cell(c, row, "outlier_classes"), &outlier_classes) == 0 &&
               outlier_classes == r->task.anomaly.n && strcmp(csv_cell(c, row, "dataset"), r->dataset) == 0 &&
               strcmp(csv_cell(c, row, "task"), run_cell(r, "task", &t)) == 0 &&
               same_method(csv_cell(c, row, "method"), csv_cell(c, row, "negative"), r);
    text_release(&t);
    return same && same_data(p, of->plan, r) && protocol_same_images(of, g);
}

void published_strangers(const struct published *p, const struct plan *plan, struct text *out)
{
    for (size_t i = 0; i < plan->sets.n && p->cells.n_rows; i++) {
        const struct dataset *d = &plan->sets.of[i]->data;
        if (!protocol_same_data(&p->data, plan, d->name))
            text_format(out,
                        "the images of '%s', edition %s, are not those that printed numbers for '%s' are of (payload "
                        "%.12s): nothing is compared with these\n",
                        d->name, d->edition, d->name, d->payload);
    }
}

int published_expected(const struct plan *plan)
{
    static const char *const printed[] = { "mnist", "fashion-mnist", "svhn", "cifar10" };
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++)
        if (plan_dataset(plan, printed[i]))
            return 1;
    return 0;
}

int published_class(const struct groups *of, const struct group *g, const char *printed, const char *mean,
                    const char **out, char *digits, size_t room)
{
    long number;
    *out = mean;
    if (strcmp(printed, "mean") == 0)
        return 0;
    *out = digits;
    if (parse_long(printed, &number) == 0) {
        snprintf(digits, room, "%ld", number);
        return 0;
    }
    int n = 0;
    char *const *classes = plan_classes(of->plan, g->runs[0]->dataset, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(classes[i], printed) == 0) {
            snprintf(digits, room, "%d", i);
            return 0;
        }
    return -1;
}

void published_mean(const struct published *p, const struct groups *of, const struct group *g, struct printed *out)
{
    const struct csv *c = &p->cells;
    size_t row = protocol_all_tasks(of, g) ? 0 : c->n_rows;
    while (row < c->n_rows && (strcmp(csv_cell(c, row, "positive"), "mean") != 0 ||
                               strcmp(csv_cell(c, row, "outlier"), "mean") != 0 || !published_about(p, row, of, g)))
        row++;
    printed_parse(out, row < c->n_rows ? csv_cell(c, row, "auc") : "");
}
