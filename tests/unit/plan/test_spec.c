/* Specs: what is read, and each kind of problem with its place. */
#include "support/plans.h"

#define MINIMAL "[data]\ndataset = tiny\n[detectors]\nrun = kde\n"

static void expect_spec_problems(const char *text, const char *const *overrides, const char *expected)
{
    struct spec s;
    struct text problems = read_spec(&s, text, overrides);
    assert_string_equal(text_of(&problems), expected);
    text_release(&problems);
    spec_release(&s);
}

static void test_defaults(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = read_spec(&s, MINIMAL, NULL);
    assert_string_equal(text_of(&problems), "");
    assert_string_equal(s.path, "t.ini");
    assert_string_equal(s.name, "t");
    assert_string_equal(s.title, "t");
    assert_string_equal(s.declared, "");
    assert_int_equal(s.n_seeds, 1);
    assert_int_equal(s.seeds[0], 1);
    assert_int_equal(s.experiment.keep_models, 1);
    expect_list(s.dataset, "tiny", "t.ini:2");
    expect_list(s.positive, "each", "t.ini");
    expect_list(s.negative, "none", "t.ini");
    expect_list(s.anomaly, "rest", "t.ini");
    expect_list(s.detectors, "kde", "t.ini:4");
    assert_int_equal(s.data.train_limit, 0);
    assert_int_equal(s.data.test_limit, 0);
    assert_int_equal(s.data.strokes, 10000);
    assert_int_equal(s.axes.n, 0);
    spec_release(&s);
    text_release(&problems);
}

/* A value may go on in indented lines; messages name its first. */
static void test_values_of_many_lines(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = read_spec(&s,
                                     "[data]\n"
                                     "dataset =\n"
                                     "    mnist,   ; digits\n"
                                     "    ; svhn,\n"
                                     "\n"
                                     "    cifar10\n"
                                     "positive = 0\n"
                                     "  1, 4..6,\n"
                                     "  each\n"
                                     "[model]\n"
                                     "encoder = 32\n"
                                     "  64, 16\n"
                                     "[detectors]\n"
                                     "run = kde\n",
                                     NULL);
    assert_string_equal(text_of(&problems), "");
    expect_list(s.dataset, "mnist|cifar10", "t.ini:2");
    expect_list(s.positive, "0 1|4|5|6|each", "t.ini:7");
    expect_list(&s.axes.of[0].list, "32 64|16", "t.ini:11");
    spec_release(&s);
    text_release(&problems);
    expect_problems("[data]\ndataset = tiny\n[detectors]\n\nrun = kde,\n  ae\n  pca\n\n  ,kdee\n",
                    "t.ini:5: 'run' in [detectors]: unknown detector 'ae pca', did you mean 'pca'?\n"
                    "t.ini:5: 'run' in [detectors]: unknown detector 'kdee', did you mean 'kde'?\n");
}

static void test_values(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = read_spec(&s,
                                     "; a comment\n"
                                     "[experiment]\n"
                                     "title = Table 2, CIFAR-10 ; with a comma\n"
                                     "seeds = 7, 1..3\n"
                                     "keep_models = off\n"
                                     "[data]\n"
                                     "dataset = mnist, svhn\n"
                                     "positive = 0   1, each, 4..6\n"
                                     "negative = class:5, classes:5 6, dataset:omniglot\n"
                                     "anomaly = own-half, rest\n"
                                     "train_limit = 100\n"
                                     "test_limit = 20\n"
                                     "strokes = 500\n"
                                     "[shape]\n"
                                     "gamma = 15, 1.50, 2e1, 0.1..0.5:0.1, 3..5\n"
                                     "[model]\n"
                                     "encoder = 32 64, 16\n"
                                     "latent = 8, 16..20:2\n"
                                     "[detectors]\n"
                                     "run = kde, lis-ae\n",
                                     NULL);
    assert_string_equal(text_of(&problems), "");
    assert_string_equal(s.title, "Table 2, CIFAR-10");
    assert_int_equal(s.n_seeds, 4);
    assert_int_equal(s.seeds[0], 7);
    assert_int_equal(s.seeds[3], 3);
    assert_int_equal(s.experiment.keep_models, 0);
    expect_list(s.dataset, "mnist|svhn", "t.ini:7");
    expect_list(s.positive, "0 1|each|4|5|6", "t.ini:8");
    expect_list(s.negative, "class:5|classes:5 6|dataset:omniglot", "t.ini:9");
    expect_list(s.anomaly, "own-half|rest", "t.ini:10");
    assert_int_equal(s.data.train_limit, 100);
    assert_int_equal(s.data.test_limit, 20);
    assert_int_equal(s.data.strokes, 500);
    assert_int_equal(s.axes.n, 3); /* in the order of the settings, not of the file */
    assert_string_equal(s.axes.of[0].key->key->name, "latent");
    expect_list(&s.axes.of[0].list, "8|16|18|20", "t.ini:18");
    assert_string_equal(s.axes.of[1].key->key->name, "encoder");
    expect_list(&s.axes.of[1].list, "32 64|16", "t.ini:17");
    assert_string_equal(s.axes.of[2].key->key->name, "gamma");
    expect_list(&s.axes.of[2].list, "15|1.5|20|0.1|0.2|0.3|0.4|0.5|3|4|5", "t.ini:15");
    expect_list(s.detectors, "kde|lis-ae", "t.ini:20");
    spec_release(&s);
    text_release(&problems);
}

static void test_declared(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = read_spec(&s,
                                     "[experiment]\ndeclared = latent=16 vae:latent=32\n[data]\ndataset = mnist\n"
                                     "positive = 8\n[detectors]\nrun = ae\n",
                                     NULL);
    assert_string_equal(text_of(&problems), "");
    assert_string_equal(s.declared, "latent=16 vae:latent=32");
    text_release(&problems);
    spec_release(&s);
}

static void test_names(void **state)
{
    (void)state;
    const struct {
        const char *text, *expected;
    } cases[] = {
        { MINIMAL "[shap]\nx = 1\n", "t.ini:5: unknown section 'shap', did you mean 'shape'?\n" },
        { MINIMAL "[shape]\ngama = 1\n", "t.ini:6: unknown key 'gama' in [shape], did you mean 'gamma'?\n" },
        { MINIMAL "[pca]\nxyzxyz = 1\n", "t.ini:6: unknown key 'xyzxyz' in [pca], possible are components\n" },
        { "[data]\ndataset = tiny\nnegativ = none\n[detectors]\nrun = kde\n",
          "t.ini:3: unknown key 'negativ' in [data], did you mean 'negative'?\n" },
        { "[data]\ndataset = tiny\n[detectors]\n",
          "t.ini: expected 'run' in [detectors], for example 'run = kde, ae'\n" },
        { "[detectors]\nrun = kde\n", "t.ini: expected 'dataset' in [data], for example 'dataset = mnist'\n" },
        { MINIMAL "[model]\nlatent = 8\nlatent = 9\n",
          "t.ini:7: key 'latent' stands twice in [model], first in line 6\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_spec_problems(cases[i].text, NULL, cases[i].expected);

    struct text all = TEXT_INIT;
    text_append(&all, "t.ini:5: unknown section 'qqqqqqqqqq', possible are experiment, data, detectors, stress, "
                      "incremental");
    for (size_t i = 0; i < suite()->sections.n; i++)
        text_format(&all, ", %s", suite()->sections.of[i]->name);
    text_append(&all, "\n");
    expect_spec_problems(MINIMAL "[qqqqqqqqqq]\n", NULL, text_of(&all));
    text_release(&all);
}

/* One bad line in an otherwise right spec: [data] and [detectors] are lines 1 to 4. */
static void test_bad_values(void **state)
{
    (void)state;
    const struct {
        const char *line, *expected;
    } cases[] = {
        { "[model]\nlatent = x", "'latent' in [model]: expected a whole number from 1 to 4096, "
                                 "found 'x'" },
        { "[model]\nlatent = 0", "'latent' in [model]: expected a whole number from 1 to 4096, "
                                 "found '0'" },
        { "[model]\nlatent = 8.5", "'latent' in [model]: expected a whole number from 1 to 4096, "
                                   "found '8.5'" },
        { "[model]\nlatent = 8 # eight", "'latent' in [model]: expected a whole number from 1 to "
                                         "4096, found '8 # eight'" },
        { "[model]\nlatent = 4095..4097", "'latent' in [model]: expected a whole number from 1 to "
                                          "4096, found '4097'" },
        { "[model]\nlatent = 9..8", "'latent' in [model]: expected a range a..b with a up to b, found '9..8'" },
        { "[model]\nlatent = 1..", "'latent' in [model]: expected a range a..b of whole numbers, found '1..'" },
        { "[model]\nlatent = 1..200000", "'latent' in [model]: expected a range of at most 100000 numbers, found "
                                         "'1..200000'" },
        { "[model]\nlatent = 1..60000, 1..60000, 1..60000",
          "'latent' in [model]: expected at most 100000 values, found more" },
        { "[model]\nlatent =", "'latent' in [model]: expected a value, found nothing" },
        { "[model]\nlatent = 8,,9", "'latent' in [model]: expected a value between commas, found nothing in '8,,9'" },
        { "[model]\nlatent = 8, 9, 08", "'latent' in [model]: value '8' is given twice" },
        { "[shape]\ngamma = 1, 1.0", "'gamma' in [shape]: value '1' is given twice" },
        { "[shape]\ngamma = nan", "'gamma' in [shape]: expected a number from 0 to 10000, found "
                                  "'nan'" },
        { "[shape]\ngamma = -1", "'gamma' in [shape]: expected a number from 0 to 10000, found "
                                 "'-1'" },
        { "[shape]\ngamma = 0.1..0.3",
          "'gamma' in [shape]: expected a range a..b of whole numbers or a..b:step, found '0.1..0.3'" },
        { "[model]\nlatent = 1..2:0.5",
          "'latent' in [model]: expected a range a..b of whole numbers, found '1..2:0.5'" },
        { "[shape]\ngamma = 1..3, 2", "'gamma' in [shape]: value '2' is given twice" },
        { "[model]\nencoder = 1..3", "'encoder' in [model]: found '1..3': ranges a..b are for keys of single numbers" },
        { "[model]\nencoder = 1 2 3 4 5 6 7 8 9",
          "'encoder' in [model]: expected 1 to 8 whole "
          "numbers from 1 to 4096 separated by blanks, found '1 2 3 4 5 6 7 8 9'" },
        { "[model]\ncode = tahn", "'code' in [model]: expected one of tanh, sigmoid, relu, "
                                  "leaky-relu, identity, found 'tahn', did you mean 'tanh'?" },
        { "[shape]\nlinsep = yes", "'linsep' in [shape]: expected one of off, on, found 'yes'" },
        { "[experiment]\nseeds = 1, 01", "'seeds' in [experiment]: value '1' is given twice" },
        { "[experiment]\nseeds = -1", "'seeds' in [experiment]: expected a whole number from 0 to "
                                      "2147483647, found '-1'" },
        { "[experiment]\nkeep_models = yes", "'keep_models' in [experiment]: expected one of on, off, "
                                             "found 'yes'" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text spec = TEXT_INIT, expected = TEXT_INIT;
        text_format(&spec, MINIMAL "%s\n", cases[i].line);
        text_format(&expected, "t.ini:6: %s\n", cases[i].expected);
        expect_spec_problems(text_of(&spec), NULL, text_of(&expected));
        text_release(&spec);
        text_release(&expected);
    }
}

/* A long line that is no list at all is refused at once, and not word by word to its end. */
static void test_long_nonsense(void **state)
{
    (void)state;
    struct text t = TEXT_INIT, problems;
    struct spec s;
    text_append(&t, "[data]\ndataset = tiny\n[detectors]\nrun = ");
    for (int i = 0; i < 1 << 19; i++)
        text_append(&t, ", ");
    problems = read_spec(&s, t.s, NULL);
    assert_non_null(strstr(text_of(&problems),
                           "t.ini:4: 'run' in [detectors]: expected a value between commas, found nothing in ',"));
    assert_ptr_equal(strchr(text_of(&problems), '\n') + 1, problems.s + problems.length);
    spec_release(&s);
    text_release(&problems);

    text_clear(&t);
    text_append(&t, "[data]\ndataset = tiny\n[detectors]\nrun = kde");
    for (int i = 0; i < 120; i++)
        text_format(&t, ", nonsense-%d", i);
    problems = read_spec(&s, t.s, NULL);
    assert_non_null(strstr(text_of(&problems), "t.ini:4: 'run' in [detectors]: unknown detector 'nonsense-99'"));
    assert_null(strstr(text_of(&problems), "'nonsense-100'"));
    spec_release(&s);
    text_release(&problems);
    text_release(&t);
}

static void test_bad_data(void **state)
{
    (void)state;
    const struct {
        const char *line, *expected;
    } cases[] = {
        { "negative = next-clas",
          "'negative' in [data]: expected one of none, next-class, "
          "other-half, other-half-each, other-half-but-one, random-half:, outliers, class:, classes:, "
          "dataset:, strokes, noise, rotated, patches, found 'next-clas', did you "
          "mean 'next-class'?" },
        { "negative = clas:5",
          "'negative' in [data]: expected one of none, next-class, "
          "other-half, other-half-each, other-half-but-one, random-half:, outliers, class:, classes:, "
          "dataset:, strokes, noise, rotated, patches, found 'clas:5', did you "
          "mean 'class:'?" },
        { "negative = omniglot",
          "'negative' in [data]: expected one of none, next-class, "
          "other-half, other-half-each, other-half-but-one, random-half:, outliers, class:, classes:, "
          "dataset:, strokes, noise, rotated, patches, found 'omniglot': images of "
          "another data set are 'dataset:omniglot'" },
        { "negative = class:", "'negative' in [data]: expected a class's number or name behind "
                               "'class:', found nothing" },
        { "negative = dataset:", "'negative' in [data]: expected a data set's name behind "
                                 "'dataset:', found nothing" },
        { "negative = dataset:a b", "'negative' in [data]: expected one data set's name behind "
                                    "'dataset:', found 'a b'" },
        { "negative = none, none", "'negative' in [data]: value 'none' is given twice" },
        { "anomaly = rests", "'anomaly' in [data]: expected one of rest, common, own-half, left-out, class:, "
                             "classes:, found 'rests', did you mean 'rest'?" },
        { "positive = 0, 1, 0", "'positive' in [data]: value '0' is given twice" },
        { "train_limit = -1", "'train_limit' in [data]: expected a whole number from 0 to "
                              "2147483647, found '-1'" },
        { "strokes = 0", "'strokes' in [data]: expected a whole number from 1 to 1000000, found "
                         "'0'" },
        { "test_limit = 1, 2", "'test_limit' in [data]: expected one value, as this key makes no axis, found '1, 2'" },
        { "negative = classes:1..3",
          "'negative' in [data]: found 'classes:1..3': ranges a..b are for keys of single numbers, and may stand "
          "behind class:" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text spec = TEXT_INIT, expected = TEXT_INIT;
        text_format(&spec, "[detectors]\nrun = kde\n[data]\ndataset = tiny\n%s\n", cases[i].line);
        text_format(&expected, "t.ini:5: %s\n", cases[i].expected);
        expect_spec_problems(text_of(&spec), NULL, text_of(&expected));
        text_release(&spec);
        text_release(&expected);
    }
    expect_spec_problems("[data]\ndataset = ../x\n[detectors]\nrun = kde\n", NULL,
                         "t.ini:2: 'dataset' in [data]: expected a data set's name of a-z 0-9 - _ . "
                         "with at most 63 characters, found '../x'\n");
    expect_spec_problems("[data]\ndataset = a/x\n[detectors]\nrun = kde\n", NULL,
                         "t.ini:2: 'dataset' in [data]: expected a data set's name of a-z 0-9 - _ . "
                         "with at most 63 characters, found 'a/x'\n");
}

static void test_bad_detectors(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = read_spec(&s, "[data]\ndataset = tiny\n[detectors]\nrun = kde, liss-ae\n", NULL);
    assert_string_equal(text_of(&problems), "t.ini:4: 'run' in [detectors]: unknown detector "
                                            "'liss-ae', did you mean 'lis-ae'?\n");
    text_release(&problems);
    spec_release(&s);

    problems = read_spec(&s, "[data]\ndataset = tiny\n[detectors]\nrun = xxxxxxxxx\n", NULL);
    assert_true(starts_with(text_of(&problems), "t.ini:4: 'run' in [detectors]: unknown detector "
                                                "'xxxxxxxxx', possible are raw-l2, "));
    assert_null(strstr(text_of(&problems), "phase1")); /* a stage of others */
    text_release(&problems);
    spec_release(&s);

    problems = read_spec(&s, "[data]\ndataset = tiny\n[detectors]\nrun = phase1\n", NULL);
    assert_true(starts_with(text_of(&problems), "t.ini:4: 'run' in [detectors]: unknown detector "
                                                "'phase1'"));
    text_release(&problems);
    spec_release(&s);

    expect_spec_problems("[data]\ndataset = tiny\nnegative = none\n[detectors]\n"
                         "run = kde, lis-ae\n",
                         NULL,
                         "t.ini:5: detector 'lis-ae' learns from negatives, found 'negative = none': "
                         "set 'negative' in [data], for example 'negative = next-class'\n");
}

/* A user mends a file once, not problem by problem. */
static void test_all_problems_at_once(void **state)
{
    (void)state;
    expect_spec_problems("[data]\n"
                         "positve = 3\n"
                         "[model]\n"
                         "latent = x, 0\n"
                         "no equals sign\n"
                         "[trian]\n"
                         "epochs = 3\n"
                         "[shape]\n"
                         "gamma = 1e9\n",
                         NULL,
                         "t.ini:5: expected 'key = value', found 'no equals sign'\n"
                         "t.ini:6: unknown section 'trian', did you mean 'train'?\n"
                         "t.ini:2: unknown key 'positve' in [data], did you mean 'positive'?\n"
                         "t.ini:4: 'latent' in [model]: expected a whole number from 1 to 4096, found "
                         "'x'\n"
                         "t.ini:4: 'latent' in [model]: expected a whole number from 1 to 4096, found "
                         "'0'\n"
                         "t.ini:9: 'gamma' in [shape]: expected a number from 0 to 10000, found '1e9'\n"
                         "t.ini: expected 'dataset' in [data], for example 'dataset = mnist'\n"
                         "t.ini: expected 'run' in [detectors], for example 'run = kde, ae'\n");
}

static int lines(const struct text *t)
{
    int n = 0;
    for (const char *c = text_of(t); *c; c++)
        n += *c == '\n';
    return n;
}

/* One slip at the end of a range is not thousands of messages. */
static void test_few_words(void **state)
{
    (void)state;
    static const char *const sections[] = { "[model]\nlatent = 4000..100000\n", "[model]\nlatent = 1..999, 1..999\n",
                                            "[experiment]\nseeds = -90000..0\n",
                                            "[experiment]\nseeds = 1..9999, 0..9999\n" };
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        struct spec s;
        struct text spec = TEXT_INIT;
        text_format(&spec, MINIMAL "%s", sections[i]);
        struct text problems = read_spec(&s, text_of(&spec), NULL);
        /* five, and how many more */
        assert_int_equal(lines(&problems), i % 2 ? 5 : 6);
        if (i == 0)
            assert_says(text_of(&problems),
                        "'latent' in [model]: expected other values, found 95899 more that are wrong");
        text_release(&problems);
        text_release(&spec);
        spec_release(&s);
    }
}

static void test_overrides(void **state)
{
    (void)state;
    struct spec s;
    const char *good[] = { "model.latent=8,16", " shape.gamma = 3 ",  "data.dataset=svhn",
                           "kde.bandwidth=2.5", "linear-ae.epochs=3", NULL };
    struct text problems = read_spec(&s, MINIMAL "[model]\nlatent = bad\n", good);
    assert_string_equal(text_of(&problems), ""); /* the bad value is overridden */
    assert_int_equal(s.axes.n, 4);
    expect_list(&s.axes.of[0].list, "8|16", "-D model.latent=8,16");
    expect_list(&s.axes.of[1].list, "3", "-D shape.gamma=3");
    expect_list(&s.axes.of[2].list, "2.5", "-D kde.bandwidth=2.5");
    expect_list(&s.axes.of[3].list, "3", "-D linear-ae.epochs=3");
    expect_list(s.dataset, "svhn", "-D data.dataset=svhn");
    text_release(&problems);
    spec_release(&s);

    const struct {
        const char *override, *expected;
    } cases[] = {
        { "model.latent=x", "-D model.latent=x: 'latent' in [model]: expected a whole number from "
                            "1 to 4096, found 'x'\n" },
        { "modl.latent=8", "-D modl.latent=8: unknown section 'modl', did you mean 'model'?\n" },
        { "model.latnt=8", "-D model.latnt=8: unknown key 'latnt' in [model], did you mean "
                           "'latent'?\n" },
        { "latent=8", "-D latent=8: expected section.key=value\n" },
        { "model.latent", "-D model.latent: expected section.key=value\n" },
        { "model.=8", "-D model.=8: expected section.key=value\n" },
        { ".latent=8", "-D .latent=8: expected section.key=value\n" },
        { "model.latent.x=8", "-D model.latent.x=8: expected section.key=value\n" },
        { "model.latent=", "-D model.latent=: 'latent' in [model]: expected a value, found nothing\n" },
        { "experiment.title=a\x1b[1mb",
          "-D: expected a value without control characters and line ends, found 'experiment.title=a\\x1b[1mb'\n" },
        { "experiment.title=caf\xe9", "-D experiment.title=caf\xe9: 'title' in [experiment]: expected a title in UTF-8 "
                                      "without control characters and line ends, found 'caf\\xe9'\n" },
        { "experiment.title=a\xef\xbf\xbf",
          "-D experiment.title=a\xef\xbf\xbf: 'title' in [experiment]: expected a title in UTF-8 without control "
          "characters and line ends, found 'a\\xef\\xbf\\xbf'\n" },
        { "experiment.title=a]]>b",
          "-D experiment.title=a]]>b: 'title' in [experiment]: expected a title without ']]>', found 'a]]>b'\n" },
        { "experiment.declared=latent=16 gamma",
          "-D experiment.declared=latent=16 gamma: 'declared' in [experiment]: expected words such as latent=16 or "
          "vae:latent=32, found 'gamma'\n" },
        { "experiment.title=a\nb",
          "-D: expected a value without control characters and line ends, found 'experiment.title=a\\x0ab'\n" },
        { "data.negative=nne",
          "-D data.negative=nne: 'negative' in [data]: expected one of none, "
          "next-class, other-half, other-half-each, other-half-but-one, random-half:, outliers, class:, classes:, "
          "dataset:, strokes, noise, rotated, patches, found 'nne', did "
          "you mean 'none'?\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *overrides[] = { cases[i].override, NULL };
        expect_spec_problems(MINIMAL, overrides, cases[i].expected);
    }
    const char *twice[] = { "model.latent=8", "shape.gamma=3", " model.latent = 16", NULL };
    expect_spec_problems(MINIMAL, twice,
                         "-D  model.latent = 16: 'latent' in [model] is given twice, first as -D model.latent=8\n");
}

static void test_files(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = TEXT_INIT;
    assert_int_equal(spec_read(&s, suite(), "missing.ini", NULL, 0, &problems), -1);
    assert_non_null(strstr(text_of(&problems), "'missing.ini'"));
    assert_ptr_equal(strchr(problems.s, '\n'), problems.s + problems.length - 1); /* one line */
    spec_release(&s);
    text_clear(&problems);
    assert_int_equal(file_write("two words.ini", MINIMAL, strlen(MINIMAL), NULL), 0);
    assert_int_equal(spec_read(&s, suite(), "two words.ini", NULL, 0, &problems), -1);
    assert_string_equal(text_of(&problems), "two words.ini: expected a file's name of letters, "
                                            "digits, . _ - (results take it over), found 'two words.ini'\n");
    spec_release(&s);
    text_clear(&problems);
    assert_int_equal(file_write(".ini", MINIMAL, strlen(MINIMAL), NULL), 0);
    assert_int_equal(spec_read(&s, suite(), ".ini", NULL, 0, &problems), -1);
    assert_non_null(strstr(text_of(&problems), "starts with a letter or digit"));
    spec_release(&s);
    text_clear(&problems);
    static const char *const taken[] = { "phase1.ini", "Runs.ini",      "tables.ini", "figures",
                                         "reference",  "downloads.ini", "Ledger.csv" };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        assert_int_equal(file_write(taken[i], MINIMAL, strlen(MINIMAL), NULL), 0);
        assert_int_equal(spec_read(&s, suite(), taken[i], NULL, 0, &problems), -1);
        assert_says(text_of(&problems), "expected a name that results have no other use for");
        spec_release(&s);
        text_clear(&problems);
    }
    assert_int_equal(file_write("table-2.v1.ini", MINIMAL, strlen(MINIMAL), NULL), 0);
    assert_int_equal(spec_read(&s, suite(), "./table-2.v1.ini", NULL, 0, &problems), 0);
    assert_string_equal(s.name, "table-2.v1");
    spec_release(&s);
    text_release(&problems);
}

static void test_incremental(void **state)
{
    (void)state;
    struct spec s;
    struct text problems = read_spec(&s, MINIMAL, NULL);
    assert_false(s.incremental.asked);
    text_release(&problems);
    spec_release(&s);
    problems = read_spec(&s, MINIMAL "[incremental]\nbase = 2\norder = random\n", NULL);
    assert_string_equal(text_of(&problems), "");
    assert_true(s.incremental.asked && s.incremental.keys.base == 2 && s.incremental.keys.held == 5);
    assert_string_equal(s.incremental.order, "random");
    assert_string_equal(s.incremental.negatives, "earlier");
    text_release(&problems);
    spec_release(&s);
    expect_spec_problems(MINIMAL "[kde]\nbandwidth = 1, 2\n[incremental]\nbase = 2\n", NULL,
                         "t.ini:6: expected one value beside [incremental], found 2\n");
    expect_spec_problems("[data]\nholdout = 5\ndataset = tiny\n[detectors]\nrun = kde\n[incremental]\n", NULL,
                         "t.ini:2: expected no 'holdout' in [data] beside [incremental], which is judged on the test "
                         "split, found 5\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_defaults),
    cmocka_unit_test(test_values),
    cmocka_unit_test(test_declared),
    cmocka_unit_test(test_names),
    cmocka_unit_test(test_values_of_many_lines),
    cmocka_unit_test(test_bad_values),
    cmocka_unit_test(test_long_nonsense),
    cmocka_unit_test(test_bad_data),
    cmocka_unit_test(test_bad_detectors),
    cmocka_unit_test(test_all_problems_at_once),
    cmocka_unit_test(test_few_words),
    cmocka_unit_test(test_overrides),
    cmocka_unit_test(test_files),
    cmocka_unit_test(test_incremental),
};

TEST_MAIN(tests, enter, leave)
