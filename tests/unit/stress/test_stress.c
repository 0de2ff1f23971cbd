/* A stress test as a whole: its tables, the same bytes twice, who is refused. */
#include "support/stress.h"

static const struct stress_subject subject = { "ramps", "pca", "pca.components=4", "0", "", "0123456789ab", 1 };

static void assert_same_file(const char *a, const char *b, const char *name)
{
    size_t n, m;
    char *one = path_join(a, name, NULL), *other = path_join(b, name, NULL);
    char *bytes = file_read(one, &n, NULL), *more = file_read(other, &m, NULL);
    assert_true(bytes && more);
    assert_int_equal(n, m);
    assert_memory_equal(bytes, more, n);
    free(one);
    free(other);
    free(bytes);
    free(more);
}

static void ask(const struct stress_case *c, const struct stress_request *request, const char *folder)
{
    struct error e = { .text = "" };
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(stress_make(&c->from, request, &subject, folder, NULL, &e), 0);
}

static double number(const struct csv *table, size_t row, const char *column)
{
    double v = NAN;
    assert_int_equal(parse_double(csv_cell(table, row, column), &v), 0);
    return v;
}

/* Shares agree with each other, and the sets come in pairs of rows. */
static void check_stress(const char *folder)
{
    struct csv table;
    char *path = path_join(folder, "stress.csv", NULL);
    assert_int_equal(csv_read_as(&table, path, STRESS_COLUMNS, NULL), 0);
    assert_int_equal(table.n_rows, 2 * 25);
    for (size_t row = 0; row < table.n_rows; row++) {
        const double accept = number(&table, row, "accept");
        assert_near(number(&table, row, "q"), row % 2 ? 0.95 : 0.5, 1e-9);
        assert_true(number(&table, row, "accept_lo") <= accept && accept <= number(&table, row, "accept_hi"));
        assert_true(number(&table, row, "blind_l2") <= fmin(accept, number(&table, row, "far_l2")));
        assert_true(number(&table, row, "blind_shape") <= fmin(accept, number(&table, row, "far_shape")));
        assert_true(row % 2 == 0 || accept >= number(&table, row - 1, "accept"));
        assert_string_equal(csv_cell(&table, row, "variant"), "pca.components=4");
        assert_string_equal(csv_cell(&table, row, "run_id"), "0123456789ab");
    }
    csv_release(&table);
    free(path);
}

/* Of each set what lies below these quantiles of the normal images' scores. */
static void check_quantiles(const struct stress_case *c, long seed, const char *folder)
{
    struct csv table;
    struct stress_sets sets;
    struct stress_source from = c->from;
    char *path = path_join(folder, "stress.csv", NULL);
    double *normal = scores_of("pca", from.model, &c->normal), score[STRESS_DRAWN];
    from.seed = rng_seed_for((uint64_t)seed, "stress", "");
    assert_int_equal(stress_sets_make(&sets, &from, "all", NULL), 0);
    assert_int_equal(csv_read_as(&table, path, STRESS_COLUMNS, NULL), 0);
    for (size_t row = 0; row < table.n_rows; row++) {
        const struct stress_set *set = &sets.of[row / 2];
        const double q = quantile(normal, c->normal.n, row % 2 ? 0.95 : 0.5);
        double accepted = 0;
        detector_score_floats(from.detector, from.model, (struct shape) { 12, 12, 1 }, set->x, set->n, score, NULL);
        for (size_t i = 0; i < set->n; i++)
            accepted += score[i] <= q;
        assert_string_equal(csv_cell(&table, row, "set"), set->name);
        assert_near(number(&table, row, "accept"), accepted / (double)set->n, 1e-5);
    }
    csv_release(&table);
    stress_sets_release(&sets);
    free(normal);
    free(path);
}

static void check_search(const char *folder, size_t rows)
{
    struct csv table;
    char *path = path_join(folder, "search.csv", NULL);
    assert_int_equal(csv_read_as(&table, path, SEARCH_COLUMNS, NULL), 0);
    assert_int_equal(table.n_rows, rows);
    for (size_t row = 0; row < table.n_rows; row++) {
        const double hits = number(&table, row, "hits"), held = number(&table, row, "hits_8bit");
        assert_true(held <= hits && hits <= number(&table, row, "starts"));
        if (held > 0)
            assert_true(number(&table, row, "nn_median") > number(&table, row, "rho"));
        else
            assert_string_equal(csv_cell(&table, row, "nn_median"), "");
        assert_string_equal(csv_cell(&table, row, "kind"), "gradient");
    }
    csv_release(&table);
    free(path);
}

static void tables_of_a_test(void **state)
{
    struct stress_case c;
    struct stress_request request;
    char *a = path_join(*state, "a", NULL), *b = path_join(*state, "b", NULL), *without = path_join(*state, "c", NULL);
    char *picture = path_join(a, "search-hits.png", NULL), *none = path_join(without, "search-hits.png", NULL);
    stress_case_init(&c, "pca", "model.latent=4");
    stress_request_init(&request);
    request.keys.starts = 8;
    request.keys.steps = 120;
    request.rho = "1 1.5";
    ask(&c, &request, a);
    ask(&c, &request, b);
    check_stress(a);
    check_quantiles(&c, request.seed, a);
    check_search(a, 4 * 2 * 2 * 2);
    assert_same_file(a, b, "stress.csv");
    assert_same_file(a, b, "search.csv");
    assert_same_file(a, b, "points.csv.gz");
    assert_same_file(a, b, "search-hits.png");
    assert_true(path_exists(picture));
    request.keys.search = "off";
    ask(&c, &request, without);
    check_search(without, 0);
    assert_same_file(a, without, "stress.csv"); /* which the search does not change */
    assert_true(!path_exists(none));
    stress_case_release(&c);
    free(a);
    free(b);
    free(without);
    free(picture);
    free(none);
}

static void who_is_refused(void **state)
{
    struct stress_case c;
    struct error e;
    (void)state;
    stress_case_init(&c, "raw-l2", "model.latent=2");
    assert_int_equal(stress_refuse(&c.from, &e), 0);
    struct stress_source labels = c.from;
    labels.detector = detector_named("ocsvm-labels");
    assert_int_equal(stress_refuse(&labels, &e), -1);
    assert_says(e.text, "no quantiles");
    c.normal.n = 1;
    assert_int_equal(stress_refuse(&c.from, &e), -1);
    assert_says(e.text, "found 150 and 1");
    stress_case_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(tables_of_a_test),
    cmocka_unit_test(who_is_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
