/* The parts of a plan: which there are, what names them, and what needs an autoencoder. */
#include "run/increments.h"

#include "support/plans.h"

#define SPEC \
    "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = each\nnegative = outliers\n" \
    "[incremental]\nbase = 3\nrivals = "

static void methods(const struct increments *l, struct text *t)
{
    for (size_t i = 0; i < l->n; i++)
        text_format(t, "%s%s:%ld", i ? " " : "", l->of[i].method, l->of[i].run->seed);
}

static void expect_parts(const char *spec, const char *expected)
{
    struct plan p;
    struct increments l;
    struct text t = TEXT_INIT;
    expect_plan(&p, spec);
    assert_int_equal(increments_list(&l, &p, NULL), 0);
    methods(&l, &t);
    assert_string_equal(text_of(&t), expected);
    for (size_t i = 0; i < l.n; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(l.of[i].id, l.of[k].id);
    text_release(&t);
    increments_release(&l);
    plan_release(&p);
}

static void which(void **state)
{
    (void)state;
    expect_parts(SPEC "hog-mean code-lda\n[detectors]\nrun = kde, lis-ae\n",
                 "kde:1 lis-ae:1 code-lda:1 hog-mean:1 kde:2 lis-ae:2 code-lda:2 hog-mean:2");
    expect_parts(SPEC "none\n[detectors]\nrun = kde\n", "kde:1 kde:2");
    expect_parts(SPEC "all\n[detectors]\nrun = kde\n", /* without an autoencoder */
                 "kde:1 hog-mean:1 hog-classes:1 softmax:1 softmax-new:1 "
                 "kde:2 hog-mean:2 hog-classes:2 softmax:2 softmax-new:2");
}

static void no_autoencoder(void **state)
{
    struct plan p;
    struct increments l;
    struct error e;
    (void)state;
    expect_plan(&p, SPEC "code-mean\n[detectors]\nrun = kde\n");
    assert_int_equal(increments_list(&l, &p, &e), -1);
    assert_says(e.text, "'rivals' in [incremental]: 'code-mean' looks at a shared autoencoder: expected a detector");
    increments_release(&l);
    plan_release(&p);
}

/* The first part's name. */
static void name_of(const char *spec, char id[RUN_ID])
{
    struct plan p;
    struct increments l;
    expect_plan(&p, spec);
    assert_int_equal(increments_list(&l, &p, NULL), 0);
    memcpy(id, l.of[0].id, RUN_ID);
    increments_release(&l);
    plan_release(&p);
}

static void names(void **state)
{
    static const char *const others[] = { SPEC "none\nheld = 4\n[detectors]\nrun = kde\n",
                                          SPEC "none\norder = random\n[detectors]\nrun = kde\n",
                                          SPEC "none\n[detectors]\nrun = kde\n[kde]\nselect = fixed\nbandwidth = 2\n" };
    char id[RUN_ID], other[RUN_ID];
    (void)state;
    name_of(SPEC "none\n[detectors]\nrun = kde\n", id);
    name_of(SPEC "softmax\n[detectors]\nrun = kde, lis-ae\n", other); /* what it does not depend on */
    assert_string_equal(id, other);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        name_of(others[i], other);
        assert_string_not_equal(id, other);
    }
    char *place = increment_place("out", &(struct increment) { .id = "0123456789ab" });
    assert_string_equal(place, "out/incremental/0123456789ab");
    free(place);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(which),
    cmocka_unit_test(no_autoencoder),
    cmocka_unit_test(names),
};

TEST_MAIN(tests, enter, leave)
