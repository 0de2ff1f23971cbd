/* Nights that never were, resampled from the seeds of the kept results: does the gate alarm at nothing, and find what
 * is there? Each is drawn as r = sum of g_s (row - mean)_s / sqrt(n - 1), with one normal g for each kept seed s, the
 * same for all tasks of a row: so means and tasks vary, together, as the kept seeds do. */
#include "gate_tables.h"

#include <unistd.h>

#include "base/memory.h"
#include "base/rng.h"
#include "data/synthetic.h"

enum { NIGHTS = 200, TRIALS = 800, SEEDS = 3 };
/* Of `make nightly` (docs/nightly.md): all rows, and the most that a detector has. */
enum { NIGHT_ROWS = 35, DETECTOR_ROWS = 4 };

/* The kept runs, those of whole rows of three seeds; `drawn` of two nights. */
struct history {
    struct gate_side kept;
    struct noise_file noise;
    struct gate_side night[2];

    struct noise_parts *parts; /* of the row that begins at a run; n_seeds 0 where none begins, or it is not whole */
    struct rng rng;
};

static void make_night(struct gate_side *night, const struct gate_side *kept)
{
    *night = *kept;
    night->runs = mem_alloc(kept->n, sizeof *night->runs);
    memcpy(night->runs, kept->runs, kept->n * sizeof *night->runs);
}

static size_t row_end(const struct gate_side *s, size_t from)
{
    size_t to = from;
    while (to < s->n && strcmp(s->runs[to].key, s->runs[from].key) == 0)
        to++;
    return to;
}

static void open_history(struct history *h)
{
    struct error e;
    size_t n;
    char **folders = side_folders("results/reference", &e);
    const char *noise = "build/noise-of-the-nights.csv"; /* beside the test programs */
    assert_non_null(folders);
    if (side_read(&h->kept, folders, 1, &e) || noise_file_write(&h->kept, noise, &n, &e) ||
        noise_file_read(&h->noise, noise, &e))
        fail_msg("%s", e.text);
    unlink(noise);
    split_free(folders);
    h->parts = mem_zero(h->kept.n, sizeof *h->parts);
    for (size_t from = 0, to; from < h->kept.n; from = to) {
        to = row_end(&h->kept, from);
        noise_of_runs(&h->parts[from], h->kept.runs, from, to);
        const struct noise_parts *p = &h->parts[from];
        if (p->n_seeds != SEEDS || synthetic_named(side_cell(&h->kept.runs[from], "dataset")) ||
            to - from != p->n_tasks * SEEDS || p->within < 1e-7)
            h->parts[from].n_seeds =
                0; /* not whole, or without chance: the same each night. Points in the plane are judged by none. */
    }
    make_night(&h->night[0], &h->kept);
    make_night(&h->night[1], &h->kept);
    rng_seed(&h->rng, 17);
}

static void close_history(struct history *h)
{
    free(h->night[0].runs);
    free(h->night[1].runs);
    free(h->parts);
    noise_file_release(&h->noise);
    side_release(&h->kept);
}

/* Runs of a task stand together, by seed. */
static void draw_row(struct history *h, struct gate_side *night, size_t from, double shift)
{
    double g[SEEDS][SEEDS];
    for (int s = 0; s < SEEDS; s++)
        for (int k = 0; k < SEEDS; k++)
            g[s][k] = rng_normal(&h->rng);
    for (size_t t = from; t < from + h->parts[from].n_tasks * SEEDS; t += SEEDS) {
        const struct gate_run *r = &h->kept.runs[t];
        const double mean = (r[0].auc + r[1].auc + r[2].auc) / 3;
        for (int s = 0; s < SEEDS; s++) {
            double e = 0;
            for (int k = 0; k < SEEDS; k++)
                e += g[s][k] * (r[k].auc - mean) / sqrt(SEEDS - 1);
            night->runs[t + (size_t)s].auc = mean + e + shift;
            night->runs[t + (size_t)s].scores = "";
        }
    }
}

static void draw(struct history *h, struct gate_side *night, const char *detector, double shift)
{
    for (size_t i = 0; i < h->kept.n; i++)
        if (h->parts[i].n_seeds && (!detector || strcmp(side_cell(&h->kept.runs[i], "detector"), detector) == 0))
            draw_row(h, night, i, shift);
}

static void compare_nights(struct history *h, struct gate *g, struct gate_rule *rule)
{
    *rule = gate_defaults;
    rule->noise = &h->noise;
    gate_compare(g, &h->night[0], &h->night[1], rule);
}

/* Rows whose means vary by so much at most. */
static size_t quiet_rows(const struct history *h, size_t *rows, double sd)
{
    size_t n = 0;
    for (size_t i = 0; i < h->kept.n; i++)
        if (h->parts[i].n_seeds && h->parts[i].seeds <= sd)
            rows[n++] = i;
    return n;
}

static int is_found(const struct gate *g, const char *key)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->rows[i].first->key, key) == 0)
            return g->rows[i].verdict == GATE_REGRESSED;
    return 0;
}

static void nights_of_nothing(void **state)
{
    struct history *h = *state;
    size_t alarms = 0, tested = 0;
    for (int night = 0; night < NIGHTS; night++) {
        struct gate g;
        struct gate_rule rule;
        draw(h, &h->night[0], NULL, 0);
        draw(h, &h->night[1], NULL, 0);
        compare_nights(h, &g, &rule);
        alarms += g.count[GATE_REGRESSED] > 0;
        tested += g.tested;
        gate_release(&g);
    }
    assert_true(tested > (size_t)NIGHTS * 40); /* rows that chance moved, each night */
    if (alarms > 1)
        fail_msg("%zu false alarms in %d nights of nothing", alarms, NIGHTS);
}

/* The first `count` of n rows become any of them, each as likely. */
static void choose_rows(struct history *h, size_t *rows, size_t n, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t k = i + (size_t)(rng_uniform(&h->rng) * (double)(n - i)), at = rows[k];
        rows[k] = rows[i];
        rows[i] = at;
    }
}

/* Two nights in which these rows vary; in the second one those of the detector of the row `fallen` have .01 less. */
static int fall_is_found(struct history *h, size_t fallen, const size_t *rows, size_t n)
{
    struct gate g;
    struct gate_rule rule;
    const struct gate_run *r = &h->kept.runs[fallen];
    for (int i = 0; i < 2; i++)
        memcpy(h->night[i].runs, h->kept.runs, h->kept.n * sizeof *h->kept.runs);
    for (size_t k = 0; k < n; k++) {
        const int same = strcmp(side_cell(&h->kept.runs[rows[k]], "detector"), side_cell(r, "detector")) == 0;
        draw_row(h, &h->night[0], rows[k], 0);
        draw_row(h, &h->night[1], rows[k], same ? -0.01 : 0);
    }
    compare_nights(h, &g, &rule);
    const int found = is_found(&g, r->key);
    gate_release(&g);
    return found;
}

/* To the front of n rows those of the detector of the row `of`; how many they are. */
static size_t its_detector_first(const struct history *h, size_t *rows, size_t n, size_t of)
{
    size_t m = 0;
    for (size_t k = 0; k < n; k++)
        if (strcmp(side_cell(&h->kept.runs[rows[k]], "detector"), side_cell(&h->kept.runs[of], "detector")) == 0) {
            const size_t row = rows[k];
            rows[k] = rows[m];
            rows[m++] = row;
        }
    return m;
}

/* In how many of `trials` the fall of a quiet row is found where up to `size` rows vary with it: others of its
 * detector, which fall, too, or any of the kept ones. Each that is tested costs the others, by Holm's correction. */
static size_t falls_found(struct history *h, size_t trials, size_t size, int of_its_detector)
{
    size_t *quiet = mem_alloc(h->kept.n, sizeof *quiet), *rows = mem_alloc(h->kept.n, sizeof *rows), found = 0;
    const size_t n_quiet = quiet_rows(h, quiet, 0.0025), n = quiet_rows(h, rows, INFINITY);
    assert_true(n_quiet > 20);
    for (size_t trial = 0; trial < trials; trial++) {
        const size_t fallen = quiet[trial % n_quiet],
                     from = of_its_detector ? its_detector_first(h, rows, n, fallen) : n;
        const size_t count = from < size ? from : size;
        choose_rows(h, rows, from, count);
        for (size_t k = 0; k < count; k++)
            if (rows[k] == fallen)
                rows[k] = rows[0];
        rows[0] = fallen;
        found += (size_t)fall_is_found(h, fallen, rows, count);
    }
    free(quiet);
    free(rows);
    return found;
}

static void a_drop_is_found_the_same_night(void **state)
{
    const size_t found = falls_found(*state, TRIALS, DETECTOR_ROWS, 1);
    if (found < TRIALS * 95 / 100)
        fail_msg("a drop of .01 was found in %zu of %d nights", found, TRIALS);
}

/* As after a change that reaches all detectors. */
static void a_drop_among_all_rows_is_found(void **state)
{
    const size_t found = falls_found(*state, TRIALS / 4, NIGHT_ROWS, 0);
    if (found < TRIALS / 4 * 85 / 100)
        fail_msg("a drop of .01 was found in %zu of %d nights", found, TRIALS / 4);
}

/* Against a base that stays. */
static void a_drift_is_found_within_ten_nights(void **state)
{
    struct history *h = *state;
    size_t *rows = mem_alloc(h->kept.n, sizeof *rows), found = 0;
    const size_t n = quiet_rows(h, rows, 0.0025);
    for (size_t trial = 0; trial < 40; trial++) {
        const struct gate_run *r = &h->kept.runs[rows[trial * 7 % n]];
        int seen = 0;
        memcpy(h->night[0].runs, h->kept.runs, h->kept.n * sizeof *h->kept.runs);
        memcpy(h->night[1].runs, h->kept.runs, h->kept.n * sizeof *h->kept.runs);
        draw_row(h, &h->night[0], rows[trial * 7 % n], 0);
        for (int night = 1; night <= 10 && !seen; night++) {
            struct gate g;
            struct gate_rule rule;
            draw_row(h, &h->night[1], rows[trial * 7 % n], -0.001 * night);
            compare_nights(h, &g, &rule);
            seen = is_found(&g, r->key);
            gate_release(&g);
        }
        found += (size_t)seen;
    }
    free(rows);
    if (found < 38)
        fail_msg("a drift of .001 a night was found within ten nights in %zu of 40", found);
}

/* Rows that vary more say how large a drop must be. */
static void noisy_rows_say_what_they_find(void **state)
{
    struct history *h = *state;
    static const char *const noisy[] = { "sig-repnn", "iforest", "mem-ae" };
    struct gate g;
    struct gate_rule rule;
    struct text t = TEXT_INIT;
    draw(h, &h->night[0], NULL, 0);
    draw(h, &h->night[1], NULL, 0);
    compare_nights(h, &g, &rule);
    for (size_t k = 0; k < 3; k++) {
        double smallest = 0;
        for (size_t i = 0; i < g.n; i++)
            if (strcmp(side_cell(g.rows[i].first, "detector"), noisy[k]) == 0)
                smallest = fmax(smallest, g.rows[i].threshold.smallest);
        assert_true(smallest > 0.01 && smallest < 0.05);
    }
    gate_text(&g, "", &t);
    assert_says(text_of(&t), ", finds 0.0");
    text_release(&t);
    gate_release(&g);
}

static int open_all(void **state)
{
    *state = mem_zero(1, sizeof(struct history));
    open_history(*state);
    return 0;
}

static int close_all(void **state)
{
    close_history(*state);
    free(*state);
    return 0;
}

#define NIGHTLY(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)
static const struct CMUnitTest tests[] = {
    NIGHTLY(nights_of_nothing),
    NIGHTLY(a_drop_is_found_the_same_night),
    NIGHTLY(a_drop_among_all_rows_is_found),
    NIGHTLY(a_drift_is_found_within_ten_nights),
    NIGHTLY(noisy_rows_say_what_they_find),
};

TEST_MAIN(tests, NULL, NULL)
