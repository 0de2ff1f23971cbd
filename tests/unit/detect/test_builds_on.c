/* What a detector has from the one that it builds on: flags, first phase, keys, code. */
#include "support/main.h"

#include "support/suite.h"

/* A detector on codes, set to an encoder. */
static const struct detector *on(const char *encoder, struct settings *s)
{
    settings_start(s);
    assert_int_equal(settings_set(s, setting_named("latent", "encoder"), encoder, NULL), 0);
    return detector_named("latent-knn");
}

static void who_builds_on_none(void **state)
{
    (void)state;
    struct settings s;
    settings_start(&s);
    assert_null(detector_base(detector_named("lis-ae"), &s));
    assert_int_equal(detector_flags(detector_named("lis-ae"), &s), USES_NEGATIVE | BESIDE_FIRST_PHASE);
    assert_ptr_equal(detector_first(detector_named("lis-ae"), &s), detector_named("phase1"));
    assert_null(detector_first(detector_named("kde"), &s));
    assert_int_equal(detector_code_size(detector_named("kde"), &s), 0);
    assert_int_equal(detector_code_size(detector_named("lis-ae"), &s), 64);
    assert_true(detector_learns_negative(detector_named("oe-bce"), &s));
    assert_false(detector_learns_negative(detector_named("ae"), &s));
}

/* An encoder that is its own first phase hands that on; others are trained by the hidden `encoder`. */
static void flags_and_first_phases(void **state)
{
    (void)state;
    static const struct {
        const char *encoder, *first;
        unsigned flags;
        int learns_negative;
    } table[] = {
        { "ae", "phase1", AS_FIRST_PHASE, 0 },
        { "lis-ae", "encoder", USES_NEGATIVE | BESIDE_FIRST_PHASE, 1 },
        { "linear-ae", "encoder", 0, 0 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct settings s;
        const struct detector *d = on(table[i].encoder, &s);
        assert_ptr_equal(detector_base(d, &s), detector_named(table[i].encoder));
        assert_ptr_equal(detector_first(d, &s), detector_named(table[i].first));
        assert_int_equal(detector_flags(d, &s), table[i].flags);
        assert_int_equal(detector_learns_negative(d, &s), table[i].learns_negative);
    }
    /* the hidden one starts from what its own encoder starts from */
    struct settings s;
    on("lis-ae", &s);
    assert_ptr_equal(detector_first(detector_named("encoder"), &s), detector_named("phase1"));
    on("linear-ae", &s);
    assert_null(detector_first(detector_named("encoder"), &s));
}

/* Whether negatives matter to a first phase is a setting's matter: LinSep. */
static void a_setting_decides_about_negatives(void **state)
{
    (void)state;
    struct settings s;
    settings_start(&s);
    assert_false(detector_learns_negative(detector_named("phase1"), &s));
    KEYS(&s, shape)->linsep = 1;
    assert_true(detector_learns_negative(detector_named("phase1"), &s));
}

static int uses(const char *detector, const struct settings *s, const char *section, const char *key)
{
    const struct setting *k = setting_named(section, key);
    assert_non_null(k);
    return detector_uses(detector_named(detector), s, k);
}

/* Its own keys, and those of the encoder that is set; of any where none is. */
static void keys(void **state)
{
    (void)state;
    static const struct {
        const char *section, *key;
        int ae, lis_ae, linear_ae, any;
    } table[] = {
        { "latent", "k", 1, 1, 1, 1 },         { "latent", "penalty", 0, 0, 0, 0 }, { "model", "latent", 1, 1, 1, 1 },
        { "train", "epochs", 1, 1, 0, 1 },     { "shape", "gamma", 0, 1, 0, 1 },    { "augment", "crop", 0, 1, 0, 1 },
        { "linear-ae", "epochs", 0, 0, 1, 1 }, { "kde", "folds", 0, 0, 0, 0 },
    };
    struct settings ae, lis_ae, linear_ae;
    on("ae", &ae);
    on("lis-ae", &lis_ae);
    on("linear-ae", &linear_ae);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *section = table[i].section, *key = table[i].key;
        assert_int_equal(uses("latent-knn", &ae, section, key), table[i].ae);
        assert_int_equal(uses("latent-knn", &lis_ae, section, key), table[i].lis_ae);
        assert_int_equal(uses("latent-knn", &linear_ae, section, key), table[i].linear_ae);
        assert_int_equal(uses("latent-knn", NULL, section, key), table[i].any);
    }
}

/* A detector's own section counts whole where no pattern is about it, and in parts where one is. */
static void own_sections(void **state)
{
    (void)state;
    static const char *const latent_only[] = { "model.latent", NULL };
    static const char *const one_of_own[] = { "model.latent", "pca.components", NULL };
    const struct setting *folds = setting_named("kde", "folds"), *bandwidth = setting_named("kde", "bandwidth");
    struct detector d = { .name = "own", .section = folds->section };
    assert_true(detector_uses(&d, NULL, folds) && detector_uses(&d, NULL, bandwidth));
    assert_false(detector_uses(&d, NULL, setting_named("model", "latent")));
    d.uses = latent_only;
    assert_true(detector_uses(&d, NULL, folds) && detector_uses(&d, NULL, setting_named("model", "latent")));
    d.uses = one_of_own; /* of another section */
    assert_true(detector_uses(&d, NULL, folds) && detector_uses(&d, NULL, setting_named("pca", "components")));
    d.uses = (const char *const[]) { "kde.folds", NULL };
    assert_true(detector_uses(&d, NULL, folds));
    assert_false(detector_uses(&d, NULL, bandwidth));
}

static void codes_have_the_encoders_size(void **state)
{
    (void)state;
    static const char *const encoders[] = { "ae", "lis-ae", "linear-ae" };
    for (int i = 0; i < 3; i++) {
        struct settings s;
        const struct detector *d = on(encoders[i], &s);
        KEYS(&s, model)->latent = 5;
        assert_int_equal(detector_code_size(d, &s), 5);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_builds_on_none),
    cmocka_unit_test(flags_and_first_phases),
    cmocka_unit_test(a_setting_decides_about_negatives),
    cmocka_unit_test(keys),
    cmocka_unit_test(own_sections),
    cmocka_unit_test(codes_have_the_encoders_size),
};

TEST_MAIN(tests, NULL, NULL)
