/* What tells rows apart. */
#include "report/page/settings.h"
#include "support/folder.h"
#include "support/suite.h"

static void read_rows(struct csv *c, void **state, const char *text)
{
    struct error e;
    char *path = folder_file(state, "rows.csv", text, strlen(text));
    assert_int_equal(csv_read(c, path, &e), 0);
    free(path);
}

static void axes_and_constants(void **state)
{
    struct csv c;
    struct settings_shown s;
    read_rows(&c, state,
              "method,dataset,latent,gamma,beta\nkde,tiny,,,\nae,tiny,8,,\nlis-ae,tiny,16,5,1\nlis-ae,tiny,16,10,1\n");
    settings_find(&s, &c, NULL);
    assert_int_equal(s.n_axes, 2); /* in the order of the columns' list */
    assert_string_equal(s.axes[0], "latent");
    assert_string_equal(s.axes[1], "gamma");
    assert_int_equal(s.n_constant, 2);
    assert_string_equal(s.constant[0], "dataset");
    assert_string_equal(s.constant[1], "beta");
    assert_string_equal(settings_constant(&c, "beta"), "1");
    settings_find(&s, &c, "method"); /* sizes differ between methods alone */
    assert_int_equal(s.n_axes, 1);
    assert_string_equal(s.axes[0], "gamma");
    struct text t = TEXT_INIT;
    settings_append_axes(&t, &s, &c, 3);
    assert_string_equal(text_of(&t), "γ 10");
    text_clear(&t);
    settings_append_axes(&t, &s, &c, 0);
    assert_string_equal(text_of(&t), "");
    text_release(&t);
    csv_release(&c);
}

static void names_of_methods(void **state)
{
    (void)state;
    static const struct {
        const char *method, *name;
    } cases[] = {
        { "kde", "KDE" },
        { "lis-ae", "LIS-AE" },
        { "sup-lis-ae", "Sup. LIS-AE" },
        { "linsep-lis-ae", "LinSep-LIS-AE" },
        { "sup-linsep-lis-ae", "Sup. LinSep-LIS-AE" },
        { "linsep-head", "LinSep-head" },
        { "sup-linsep-head", "Sup. LinSep-head" },
        { "of-others", "of-others" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        settings_append_method(&t, suite(), cases[i].method);
        assert_string_equal(text_of(&t), cases[i].name);
        text_release(&t);
    }
}

static void names_of_runs(void **state)
{
    struct csv c;
    struct text t = TEXT_INIT;
    read_rows(&c, state, "detector,negative,linsep\nlis-ae,outliers,on\nlis-ae,other-half,off\nnone,,\n");
    settings_append_detector(&t, suite(), &c, 0);
    assert_string_equal(text_of(&t), "Sup. LinSep-LIS-AE");
    text_clear(&t);
    settings_append_detector(&t, suite(), &c, 1);
    assert_string_equal(text_of(&t), "LIS-AE");
    text_clear(&t);
    settings_append_detector(&t, suite(), &c, 2);
    assert_string_equal(text_of(&t), "none");
    text_release(&t);
    csv_release(&c);
}

static void words(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    settings_append_word(&t, "negative", "dataset:omniglot");
    settings_append_word(&t, "variant", " dataset:x");
    assert_string_equal(text_of(&t), "omniglot dataset:x");
    assert_string_equal(settings_name("gamma"), "γ");
    assert_string_equal(settings_name("train.epochs"), "train.epochs");
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(axes_and_constants),
    cmocka_unit_test(names_of_methods),
    IN_FOLDER(names_of_runs),
    cmocka_unit_test(words),
};

TEST_MAIN(tests, NULL, NULL)
