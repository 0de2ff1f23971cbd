/* What saved detectors have in common: settings, the images' size, images; and files that no fit would have made. */
#include "support/fitting.h"

#include "detect/parts/model_file.h"

/* An archive of what `put` adds. */
static void make_archive(void **state, struct archive *a, void (*put)(struct archive_writer *w, const void *what),
                         const void *what)
{
    struct error e = { .text = "" };
    char *path = path_join(*state, "model.lisae", NULL);
    struct archive_writer *w = archive_create(path, &e);
    put(w, what);
    archive_add_text(w, "more", "");
    assert_int_equal(archive_commit(w, &e), 0);
    assert_int_equal(archive_open(a, path, &e), 0);
    free(path);
}

static void put_settings(struct archive_writer *w, const void *what)
{
    model_put_settings(w, what, (const char *const[]) { "model.*", "kde.folds", NULL });
}

static void put_text(struct archive_writer *w, const void *what)
{
    archive_add_text(w, "settings", what);
}

static void put_sides(struct archive_writer *w, const void *what)
{
    const int32_t *sides = what; /* how many, and they */
    archive_add_vector(w, "image", ARCHIVE_I32, (size_t)sides[0], sides + 1);
}

static void put_sides_and_rank(struct archive_writer *w, const void *what)
{
    archive_add_vector(w, "size", ARCHIVE_I32, 4, what);
}

static void put_images(struct archive_writer *w, const void *what)
{
    model_put_images(w, "support", what);
}

static void put_block(struct archive_writer *w, const void *what)
{
    static const uint8_t bytes[64] = { 0 };
    const uint64_t *dims = what; /* how many, and they */
    archive_add(w, "support", ARCHIVE_U8, (int)dims[0], dims + 1, bytes);
}

static void nothing(struct archive_writer *w, const void *what)
{
    (void)w;
    (void)what;
}

/* Those that the patterns name come back, the others have their defaults. */
static void settings_come_back(void **state)
{
    struct settings s, back, expected;
    struct archive a;
    struct error e = { .text = "" };
    configure(&s, "model.latent=7 model.encoder=3_5 kde.folds=4 kde.bandwidth=9");
    configure(&expected, "model.latent=7 model.encoder=3_5 kde.folds=4");
    make_archive(state, &a, put_settings, &s);
    assert_int_equal(model_get_settings(&a, &suite()->sections, &back, &e), 0);
    assert_memory_equal(&back, &expected, sizeof back);
    archive_release(&a);
}

static void settings_that_no_fit_had(void **state)
{
    static const char *const table[][2] = {
        { "[model]\nlatent = many\n", "expected a whole number" },
        { "[model]\nlatnt = 3\n", "model.lisae: unknown key 'latnt' in [model]" },
        { "[modell]\nlatent = 3\n", "model.lisae: unknown key 'latent' in [modell]" },
        { "[model]\nlatent\n", "model.lisae:2: expected 'key = value'" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct settings s;
        struct archive a;
        struct error e = { .text = "" };
        make_archive(state, &a, put_text, table[i][0]);
        assert_int_not_equal(model_get_settings(&a, &suite()->sections, &s, &e), 0);
        assert_says(e.text, table[i][1]);
        archive_release(&a);
    }
}

static void sizes_of_images(void **state)
{
    static const int32_t good[][4] = { { 3, 28, 28, 1 }, { 3, 1, 4096, 3 } };
    static const int32_t bad[][5] = {
        { 3, 0, 28, 1 }, { 3, 28, 4097, 1 }, { 3, 28, 28, 2 }, { 3, -1, -1, 1 }, { 2, 28, 28 }, { 4, 28, 28, 1, 1 },
    };
    struct archive a;
    struct shape size;
    struct error e = { .text = "" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        make_archive(state, &a, put_sides, good[i]);
        assert_int_equal(model_get_size(&a, &size, &e), 0);
        assert_true(size.h == good[i][1] && size.w == good[i][2] && size.c == good[i][3]);
        archive_release(&a);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        make_archive(state, &a, put_sides, bad[i]);
        assert_int_equal(model_get_size(&a, &size, &e), -1);
        assert_says(e.text, "in 'image', found ");
        archive_release(&a);
    }
}

/* Wherever a model keeps its size, pictures can be brought to it. */
static void the_size_of_any_model(void **state)
{
    static const int32_t sides[4] = { 3, 6, 5, 3 }, ranked[4] = { 6, 5, 3, 2 }, impossible[4] = { 6, 5, 2, 2 };
    struct images im;
    random_images(&im, 2, 6, 5, 3, 1);
    const struct {
        void (*put)(struct archive_writer *w, const void *what);
        const void *what;
        int found;
    } table[] = { { put_sides, sides, 0 },
                  { put_sides_and_rank, ranked, 0 },
                  { put_images, &im, 0 },
                  { put_sides_and_rank, impossible, -1 },
                  { nothing, NULL, -1 } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct shape size = { 0, 0, 0 };
        struct archive a;
        make_archive(state, &a, table[i].put, table[i].what);
        assert_int_equal(model_find_size(&a, &size), table[i].found);
        if (table[i].found == 0)
            assert_true(size.h == 6 && size.w == 5 && size.c == 3);
        archive_release(&a);
    }
    images_release(&im);
}

static void images_of_another_size(void **state)
{
    (void)state;
    struct images im;
    struct error e = { .text = "" };
    images_new(&im, 1, 6, 4, 1);
    assert_int_equal(model_expect_size(images_shape(&im), &im, &e), 0);
    assert_int_equal(model_expect_size((struct shape) { 4, 6, 1 }, &im, &e), -1);
    assert_string_equal(e.text, "expected images of 4x6x1, found 6x4x1");
    images_release(&im);
}

static void images_come_back(void **state)
{
    static const uint64_t bad[][5] = { { 3, 2, 3, 4 }, { 4, 0, 3, 2, 1 }, { 4, 2, 3, 2, 2 }, { 4, 2, 0, 2, 1 } };
    struct images im, back;
    struct archive a;
    struct error e = { .text = "" };
    random_images(&im, 5, 3, 2, 1, 1);
    make_archive(state, &a, put_images, &im);
    assert_int_equal(model_get_images(&a, "support", &back, &e), 0);
    assert_true(back.n == 5 && back.height == 3 && back.width == 2 && back.channels == 1 && !back.labels);
    assert_memory_equal(back.pixels, im.pixels, 5 * 3 * 2);
    archive_release(&a);
    images_release(&im);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        make_archive(state, &a, put_block, bad[i]);
        assert_int_equal(model_get_images(&a, "support", &back, &e), -1);
        assert_says(e.text, "model.lisae: expected images in 'support'");
        archive_release(&a);
    }
}

static void what_is_missing_is_named(void **state)
{
    struct archive a;
    struct settings s;
    struct shape size;
    struct images im;
    struct error e = { .text = "" };
    make_archive(state, &a, nothing, NULL);
    assert_int_equal(model_get_settings(&a, &suite()->sections, &s, &e), -1);
    assert_says(e.text, "'settings'");
    assert_int_equal(model_get_size(&a, &size, &e), -1);
    assert_says(e.text, "'image'");
    assert_int_equal(model_get_images(&a, "support", &im, &e), -1);
    assert_says(e.text, "'support'");
    archive_release(&a);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(settings_come_back),    cmocka_unit_test(settings_that_no_fit_had),
    cmocka_unit_test(sizes_of_images),       cmocka_unit_test(images_of_another_size),
    cmocka_unit_test(images_come_back),      cmocka_unit_test(what_is_missing_is_named),
    cmocka_unit_test(the_size_of_any_model),
};

TEST_MAIN(tests, make_folder, remove_folder)
