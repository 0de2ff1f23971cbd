#include "stress/asked.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "data/mosaic.h"
#include "data/picture_write.h"
#include "detect/parts/model_file.h"
#include "eval/wilson.h"
#include "store/file.h"
#include "store/gzip.h"

enum { POINTS_EACH = 50 };

static const double shares[SEARCH_QUANTILES] = { 0.5, 0.95 };

static int begin(struct csv_out *out, const char *folder, const char *name, const char *columns, struct error *e)
{
    char *path = path_join(folder, name, NULL);
    int bad = csv_out_begin(out, path, columns, e);
    free(path);
    return bad;
}

int asked_begin(struct asked *a, const char *folder, struct error *e)
{
    return begin(&a->stress, folder, "stress.csv", STRESS_COLUMNS, e) ||
                   begin(&a->search, folder, "search.csv", SEARCH_COLUMNS, e) ||
                   begin(&a->points, folder, "points.csv", POINTS_COLUMNS, e)
               ? -1
               : 0;
}

/* ---- sets ---- */

/* Of a set's n images. */
struct answers {
    double *score, *distance[DISTANCES];
};

static void put_set(struct asked *a, const struct stress_set *set, const struct answers *found, int q)
{
    size_t accepted = 0, far[DISTANCES] = { 0 }, blind[DISTANCES] = { 0 };
    for (size_t i = 0; i < set->n; i++) {
        const int accepts = found->score[i] <= a->how.quantile[q];
        accepted += (size_t)accepts;
        for (int k = 0; k < DISTANCES; k++) {
            far[k] += found->distance[k][i] > 1;
            blind[k] += accepts && found->distance[k][i] > 1;
        }
    }
    const struct interval range = wilson_interval(accepted, set->n);
    const double n = (double)set->n;
    const double numbers[] = {
        shares[q],
        (double)accepted / n,
        range.low,
        range.high,
        (double)far[DISTANCE_L2] / n,
        (double)far[DISTANCE_SHAPE] / n,
        (double)blind[DISTANCE_L2] / n,
        (double)blind[DISTANCE_SHAPE] / n,
    };
    struct stress_row row;
    stress_row_begin(&row, a->subject);
    stress_row_text(&row, set->name);
    stress_row_count(&row, set->n);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        stress_row_number(&row, numbers[i]);
    double *sorted = mem_alloc(set->n, sizeof *sorted);
    for (int k = 0; k < 2; k++) {
        memcpy(sorted, k ? found->distance[DISTANCE_L2] : found->score, set->n * sizeof *sorted);
        stress_row_number(&row, quantile(sorted, set->n, 0.5));
    }
    stress_row_end(&row, a->subject, &a->stress);
    free(sorted);
}

static void put_points(struct asked *a, const struct stress_set *set, const struct answers *found)
{
    const double from = a->how.quantile[0], unit = a->how.quantile[1] - from;
    for (size_t i = 0; i < set->n && i < POINTS_EACH; i++) {
        struct stress_row row;
        stress_row_begin(&row, a->subject);
        stress_row_text(&row, set->name);
        stress_row_number(&row, unit > 0 ? (found->score[i] - from) / unit : NAN);
        for (int k = 0; k < DISTANCES; k++)
            stress_row_number(&row, found->distance[k][i]);
        stress_row_end(&row, a->subject, &a->points);
    }
}

int asked_set(struct asked *a, const struct stress_set *set, struct error *e)
{
    const struct stress_source *from = &a->from;
    struct answers found = { .score = mem_alloc(set->n, sizeof *found.score) };
    int bad = detector_score_floats(from->detector, from->model, images_shape(from->train), set->x, set->n, found.score,
                                    e);
    for (size_t i = 0; i < set->n && !bad; i++)
        if (isnan(found.score[i]))
            bad = error_set(e, "the score of an image of the set '%s' is no number", set->name);
    for (int k = 0; k < DISTANCES; k++) {
        found.distance[k] = mem_alloc(set->n, sizeof *found.distance[k]);
        neighbourhood_distances(&a->nb, k, set->x, set->n, found.distance[k], NULL);
    }
    for (int q = 0; q < SEARCH_QUANTILES && !bad; q++)
        put_set(a, set, &found, q);
    if (!bad)
        put_points(a, set, &found);
    free(found.score);
    for (int k = 0; k < DISTANCES; k++)
        free(found.distance[k]);
    return bad ? -1 : 0;
}

/* ---- searches ---- */

static void put_search(struct asked *a, const struct stress_set *set, const struct search *s, double lambda, size_t rho,
                       int q)
{
    enum { STEP, MOVED, NEAREST, NUMBERS };
    double *of[NUMBERS];
    size_t hits = 0, n = 0, far = 0;
    struct stress_row row;
    for (int k = 0; k < NUMBERS; k++)
        of[k] = mem_alloc(s->n, sizeof *of[k]);
    for (size_t i = 0; i < s->n; i++) {
        const struct hit *h = search_hit(s, &a->how, i, rho, (size_t)q);
        hits += (size_t)h->found;
        if (!h->holds)
            continue;
        of[STEP][n] = h->step;
        of[MOVED][n] = h->moved;
        of[NEAREST][n++] = h->l2;
        far += h->shape > 1;
    }
    stress_row_begin(&row, a->subject);
    stress_row_text(&row, a->how.gradient ? "gradient" : "random");
    stress_row_text(&row, set->name);
    stress_row_number(&row, lambda);
    stress_row_number(&row, a->how.rho[rho]);
    stress_row_number(&row, shares[q]);
    stress_row_count(&row, s->n);
    stress_row_count(&row, hits);
    stress_row_count(&row, n);
    for (int k = 0; k < NUMBERS; k++)
        stress_row_number(&row, quantile(of[k], n, 0.5));
    stress_row_number(&row, n ? (double)far / (double)n : NAN);
    stress_row_end(&row, a->subject, &a->search);
    for (int k = 0; k < NUMBERS; k++)
        free(of[k]);
}

static float *copy(const float *x, size_t d)
{
    float *to = mem_alloc(d, sizeof *to);
    memcpy(to, x, d * sizeof *to);
    return to;
}

static int show(struct asked *a, const float *start, const float *found, struct error *e)
{
    const struct stress_source *from = &a->from;
    const size_t d = a->nb.d;
    double distance;
    size_t nearest;
    a->shown = mem_resize(a->shown, a->n_shown + 1, sizeof *a->shown);
    struct shown_hit *to = &a->shown[a->n_shown++];
    neighbourhood_distances(&a->nb, DISTANCE_L2, found, 1, &distance, &nearest);
    *to = (struct shown_hit) { copy(start, d), copy(found, d), NULL, copy(a->nb.train + nearest * d, d) };
    if (!from->detector->reconstruct)
        return 0;
    to->reconstruction = mem_alloc(d, sizeof *to->reconstruction);
    return from->detector->reconstruct(from->detector, from->model, images_shape(from->train), found, 1,
                                       to->reconstruction, e);
}

static int show_some(struct asked *a, const struct stress_set *set, const struct search *s, struct error *e)
{
    const size_t d = a->nb.d;
    int bad = 0;
    for (size_t i = 0, shown = 0; i < s->n && shown < HITS_SHOWN && !bad; i++)
        if (search_hit(s, &a->how, i, 0, SEARCH_QUANTILES - 1)->holds) {
            bad = show(a, set->x + i * d, s->image + i * d, e);
            shown++;
        }
    return bad;
}

int asked_search(struct asked *a, const struct stress_set *set, double lambda, struct error *e)
{
    const size_t n = set->n < a->starts ? set->n : a->starts;
    struct search s;
    int bad = search_make(&s, &a->from, &a->nb, &a->how, set->name, set->x, n, lambda, e);
    for (size_t rho = 0; rho < a->how.n_rho && !bad; rho++)
        for (int q = 0; q < SEARCH_QUANTILES; q++)
            put_search(a, set, &s, lambda, rho, q);
    if (!bad && lambda == 0)
        bad = show_some(a, set, &s, e);
    search_release(&s);
    return bad;
}

/* ---- files ---- */

static int write_picture(const struct asked *a, const char *folder, struct error *e)
{
    const struct shape size = images_shape(a->from.train);
    struct mosaic m;
    if (!a->n_shown)
        return 0;
    char *path = path_join(folder, "search-hits.png", NULL);
    mosaic_init(&m, a->shown[0].reconstruction ? 4 : 3, a->n_shown, size.h, size.w, size.c);
    for (size_t i = 0; i < a->n_shown; i++) {
        const struct shown_hit *h = &a->shown[i];
        size_t row = 0;
        mosaic_put(&m, row++, i, h->start, 0, 1);
        mosaic_put(&m, row++, i, h->found, 0, 1);
        if (h->reconstruction)
            mosaic_put(&m, row++, i, h->reconstruction, 0, 1);
        mosaic_put(&m, row, i, h->nearest, 0, 1);
    }
    int bad = picture_write(path, &m.picture, e);
    mosaic_release(&m);
    free(path);
    return bad;
}

/* The largest of the tables, packed. */
static int pack_points(const char *folder, struct error *e)
{
    size_t n;
    char *path = path_join(folder, "points.csv", NULL), *packed = path_join(folder, "points.csv.gz", NULL);
    char *bytes = file_read(path, &n, e);
    int bad = !bytes || gzip_write(packed, bytes, n, e);
    if (!bad && remove(path))
        bad = error_system(e, "cannot remove '%s'", path);
    free(bytes);
    free(path);
    free(packed);
    return bad ? -1 : 0;
}

int asked_commit(struct asked *a, const char *folder, struct error *e)
{
    return csv_out_commit(&a->stress, e) || csv_out_commit(&a->search, e) || csv_out_commit(&a->points, e) ||
                   pack_points(folder, e) || write_picture(a, folder, e)
               ? -1
               : 0;
}

void asked_release(struct asked *a)
{
    csv_out_abandon(&a->stress);
    csv_out_abandon(&a->search);
    csv_out_abandon(&a->points);
    for (size_t i = 0; i < a->n_shown; i++) {
        free(a->shown[i].start);
        free(a->shown[i].found);
        free(a->shown[i].reconstruction);
        free(a->shown[i].nearest);
    }
    free(a->shown);
    a->shown = NULL;
    a->n_shown = 0;
}
