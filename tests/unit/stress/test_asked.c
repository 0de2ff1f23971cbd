/* The tables of a stress test, each number against what its definition gives of scores, images and hits. */
#include "stress/asked.h"

#include "data/nearest.h"
#include "store/gzip.h"
#include "support/stress.h"

enum { D = 144, MOST = 300 };

static const struct stress_subject subject = { "ramps", "pca", "model.latent=4", "0", "", "0123456789ab", 1 };

struct asking {
    struct stress_case c;
    struct asked a;
    char *folder;
};

static void begin(struct asking *t, const char *folder, const char *name, const char *keys)
{
    stress_case_init(&t->c, name, keys);
    t->a = (struct asked) { .from = t->c.from, .subject = &subject, .starts = 12 };
    stress_case_search(&t->c, &t->a.how, t->c.from.detector->score_gradient != NULL, 200);
    t->folder = path_join(folder, name, NULL);
    assert_int_equal(folder_make(t->folder, NULL), 0);
    neighbourhood_init(&t->a.nb, &t->c.train);
    assert_int_equal(asked_begin(&t->a, t->folder, NULL), 0);
}

static void end(struct asking *t)
{
    asked_release(&t->a);
    neighbourhood_release(&t->a.nb);
    stress_case_release(&t->c);
    free(t->folder);
}

static void read_table(struct csv *to, const struct asking *t, const char *name, const char *columns)
{
    char *path = path_join(t->folder, name, NULL);
    assert_int_equal(csv_read_as(to, path, columns, NULL), 0);
    free(path);
}

/* Six digits, as the tables have them; NAN is an empty cell. */
static void assert_cell(const struct csv *table, size_t row, const char *column, double expected)
{
    double v = NAN;
    const char *cell = csv_cell(table, row, column);
    if (*cell)
        assert_int_equal(parse_double(cell, &v), 0);
    if (isnan(v) != isnan(expected) || fabs(v - expected) > 1e-5 * fmax(1, fabs(expected)))
        fail_msg("row %zu: expected %s %.7g, found '%s'", row, column, expected, cell);
}

static int rising(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle one, or the mean of the two. */
static double median_of(const double *x, size_t n)
{
    double sorted[MOST];
    assert_true(n <= MOST);
    memcpy(sorted, x, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, rising);
    return n ? (sorted[(n - 1) / 2] + sorted[n / 2]) / 2 : NAN;
}

/* What a set's images have, by the definitions. */
struct facts {
    double score[MOST], l2[MOST], shape[MOST];
};

static void find_facts(struct facts *to, const struct asking *t, const struct stress_set *set)
{
    const size_t n = t->c.train.n;
    float *train = mem_alloc(n * D, sizeof *train), *shapes = mem_alloc(n * D, sizeof *shapes), shape[D];
    batch_floats(&t->c.train, NULL, 0, n, train);
    for (size_t i = 0; i < n; i++)
        naive_shape(train + i * D, D, shapes + i * D);
    const double far = nearest_quantile(train, n, D, 0.99), far_shape = nearest_quantile(shapes, n, D, 0.99);
    assert_int_equal(detector_score_floats(t->c.from.detector, t->c.from.model, (struct shape) { 12, 12, 1 }, set->x,
                                           set->n, to->score, NULL),
                     0);
    for (size_t i = 0; i < set->n; i++) {
        naive_shape(set->x + i * D, D, shape);
        to->l2[i] = nearest_distance(train, n, D, set->x + i * D) / far;
        to->shape[i] = nearest_distance(shapes, n, D, shape) / far_shape;
    }
    free(train);
    free(shapes);
}

/* Wilson 1927, with the normal 97.5 % quantile. */
static double wilson(double p, double n, int sign)
{
    const double z = 1.959963985;
    return (p + z * z / (2 * n) + sign * z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n);
}

static void check_set(const struct csv *table, size_t row, const struct facts *f, size_t n, double q, double quantile)
{
    double accept = 0, far = 0, far_shape = 0, blind = 0, blind_shape = 0;
    for (size_t i = 0; i < n; i++) {
        const double each = 1 / (double)n;
        accept += f->score[i] <= quantile ? each : 0;
        far += f->l2[i] > 1 ? each : 0;
        far_shape += f->shape[i] > 1 ? each : 0;
        blind += f->score[i] <= quantile && f->l2[i] > 1 ? each : 0;
        blind_shape += f->score[i] <= quantile && f->shape[i] > 1 ? each : 0;
    }
    assert_cell(table, row, "n", (double)n);
    assert_cell(table, row, "q", q);
    assert_cell(table, row, "accept", accept);
    assert_cell(table, row, "accept_lo", fmax(0, wilson(accept, (double)n, -1)));
    assert_cell(table, row, "accept_hi", fmin(1, wilson(accept, (double)n, 1)));
    assert_cell(table, row, "far_l2", far);
    assert_cell(table, row, "far_shape", far_shape);
    assert_cell(table, row, "blind_l2", blind);
    assert_cell(table, row, "blind_shape", blind_shape);
    assert_cell(table, row, "score_median", median_of(f->score, n));
    assert_cell(table, row, "nn_median", median_of(f->l2, n));
}

/* The first 50 of each set, which stand in its order. */
static size_t check_points(const struct csv *table, size_t row, const struct facts *f, const struct stress_set *set,
                           const double *quantile)
{
    for (size_t i = 0; i < set->n && i < 50; i++, row++) {
        assert_string_equal(csv_cell(table, row, "set"), set->name);
        assert_cell(table, row, "level", (f->score[i] - quantile[0]) / (quantile[1] - quantile[0]));
        assert_cell(table, row, "nn_l2", f->l2[i]);
        assert_cell(table, row, "nn_shape", f->shape[i]);
    }
    return row;
}

static void shares_are_those_of_the_images(void **state)
{
    struct asking t;
    struct stress_sets sets;
    struct csv table, points;
    struct facts f;
    size_t row = 0, point = 0;
    begin(&t, *state, "pca", "model.latent=4");
    assert_int_equal(stress_sets_make(&sets, &t.c.from, "other noise dim-0.5 blend pca-2 grey", NULL), 0);
    for (size_t i = 0; i < sets.n; i++)
        assert_int_equal(asked_set(&t.a, &sets.of[i], NULL), 0);
    assert_int_equal(asked_commit(&t.a, t.folder, NULL), 0);
    read_table(&table, &t, "stress.csv", STRESS_COLUMNS);
    read_table(&points, &t, "points.csv.gz", POINTS_COLUMNS);
    assert_int_equal(table.n_rows, 2 * sets.n);
    for (size_t i = 0; i < sets.n; i++) {
        find_facts(&f, &t, &sets.of[i]);
        for (int q = 0; q < 2; q++, row++) {
            assert_string_equal(csv_cell(&table, row, "set"), sets.of[i].name);
            check_set(&table, row, &f, sets.of[i].n, q ? 0.95 : 0.5, t.a.how.quantile[q]);
        }
        point = check_points(&points, point, &f, &sets.of[i], t.a.how.quantile);
    }
    assert_int_equal(points.n_rows, point);
    csv_release(&table);
    csv_release(&points);
    stress_sets_release(&sets);
    end(&t);
}

/* Of what a search says of its starts; in how many rows a hit does not hold as bytes. */
static size_t check_searches(const struct csv *table, const struct asking *t, const struct search *s, size_t row)
{
    size_t broken = 0;
    for (size_t rho = 0; rho < 2; rho++)
        for (size_t q = 0; q < 2; q++, row++) {
            double step[MOST], moved[MOST], l2[MOST], far = 0;
            size_t hits = 0, n = 0;
            for (size_t i = 0; i < s->n; i++) {
                const struct hit *h = &s->hits[(i * 2 + rho) * 2 + q];
                hits += h->found ? 1 : 0;
                if (!h->holds)
                    continue;
                step[n] = h->step;
                moved[n] = h->moved;
                far += h->shape > 1 ? 1 : 0;
                l2[n++] = h->l2;
            }
            broken += hits > n;
            assert_cell(table, row, "rho", rho ? 1.5 : 1);
            assert_cell(table, row, "q", q ? 0.95 : 0.5);
            assert_cell(table, row, "starts", (double)s->n);
            assert_cell(table, row, "hits", (double)hits);
            assert_cell(table, row, "hits_8bit", (double)n);
            assert_cell(table, row, "steps_median", median_of(step, n));
            assert_cell(table, row, "moved_median", median_of(moved, n));
            assert_cell(table, row, "nn_median", median_of(l2, n));
            assert_cell(table, row, "far_shape", n ? far / (double)n : NAN);
            assert_string_equal(csv_cell(table, row, "kind"), t->a.how.gradient ? "gradient" : "random");
        }
    return broken;
}

static void searches_are_counted(void **state)
{
    static const char *const detectors[][2] = { { "pca", "model.latent=4" }, { "iforest", "iforest.trees=20" } };
    size_t broken = 0;
    for (size_t d = 0; d < 2; d++) {
        struct asking t;
        struct stress_sets sets;
        struct csv table;
        begin(&t, *state, detectors[d][0], detectors[d][1]);
        t.a.starts = 40;
        assert_int_equal(stress_sets_make(&sets, &t.c.from, "other noise", NULL), 0);
        for (size_t i = 0; i < 2; i++)
            for (int lambda = 0; lambda < 2; lambda++)
                assert_int_equal(asked_search(&t.a, &sets.of[i], lambda, NULL), 0);
        assert_int_equal(asked_commit(&t.a, t.folder, NULL), 0);
        read_table(&table, &t, "search.csv", SEARCH_COLUMNS);
        assert_int_equal(table.n_rows, 2 * 2 * 4);
        for (size_t i = 0; i < 4; i++) {
            struct search s;
            const struct stress_set *set = &sets.of[i / 2];
            assert_string_equal(csv_cell(&table, 4 * i, "start_set"), set->name);
            assert_cell(&table, 4 * i, "lambda", i % 2);
            assert_int_equal(search_make(&s, &t.a.from, &t.a.nb, &t.a.how, set->name, set->x, 40, i % 2, NULL), 0);
            broken += check_searches(&table, &t, &s, 4 * i);
            search_release(&s);
        }
        csv_release(&table);
        stress_sets_release(&sets);
        end(&t);
    }
    assert_true(broken > 0); /* else hits and those that hold could be one number */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(shares_are_those_of_the_images),
    cmocka_unit_test(searches_are_counted),
};

TEST_MAIN(tests, make_folder, remove_folder)
