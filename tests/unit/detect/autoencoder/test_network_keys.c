/* The keys of networks: names, order and defaults as canonical texts have them, and the field that each one sets. */
#include "support/main.h"

#include "support/suite.h"

/* What is written down here is in the texts of all runs: a key may be added with KEY_LATER, none moves. */
static void keys_and_defaults(void **state)
{
    (void)state;
    struct settings s;
    struct text t = TEXT_INIT;
    settings_start(&s);
    settings_print(&s, (const char *const[]) { "model.*", "train.*", "shape.*", NULL }, &t);
    assert_string_equal(text_of(&t), "[model]\nkind = conv\nlatent = 64\nencoder = 32 64\ndecoder = 32 32\nkernel = 4\n"
                                     "last_kernel = 3\nslope = 0.2\ncode = tanh\noutput = sigmoid\ninit = he\n"
                                     "output_bias = mean\n"
                                     "[train]\nepochs = 20\nbatch = 128\nlearning_rate = 0.001\ndecay = none\n"
                                     "loss = l2\nrestarts = 2\n"
                                     "[shape]\nepochs = 6\nlearning_rate = 0.001\ndecay = none\ngamma = 15\nbeta = 1\n"
                                     "linsep = off\nlinsep_weight = 10\nlinsep_head = code\n");
    text_release(&t);
}

static void set(struct settings *s, const char *section, const char *key, const char *value)
{
    struct error e = { .text = "" };
    settings_set(s, setting_named(section, key), value, &e);
    assert_string_equal(e.text, "");
}

static void each_sets_its_field(void **state)
{
    (void)state;
    struct settings s;
    settings_start(&s);
    set(&s, "model", "kind", "mlp");
    set(&s, "model", "latent", "7");
    set(&s, "model", "encoder", "9 8");
    set(&s, "model", "decoder", "6 5 4");
    set(&s, "model", "kernel", "3");
    set(&s, "model", "last_kernel", "5");
    set(&s, "model", "slope", "0.1");
    set(&s, "model", "code", "relu");
    set(&s, "model", "output", "identity");
    set(&s, "model", "init", "uniform");
    set(&s, "model", "output_bias", "zero");
    const struct model_keys *m = model_of(&s);
    assert_true(choice_is(m->kind, "mlp") && choice_is(m->code, "relu") && choice_is(m->output, "identity"));
    assert_true(choice_is(m->init, "uniform") && choice_is(m->output_bias, "zero"));
    assert_true(m->latent == 7 && m->kernel == 3 && m->last_kernel == 5 && m->slope == 0.1);
    assert_true(m->encoder.n == 2 && m->encoder.of[1] == 8 && m->decoder.n == 3 && m->decoder.of[2] == 4);
    set(&s, "train", "epochs", "11");
    set(&s, "train", "batch", "12");
    set(&s, "train", "learning_rate", "0.5");
    set(&s, "train", "decay", "cosine");
    set(&s, "train", "loss", "mse");
    set(&s, "train", "restarts", "3");
    const struct train_keys *t = train_of(&s);
    assert_true(t->epochs == 11 && t->batch == 12 && t->learning_rate == 0.5 && t->restarts == 3);
    assert_true(choice_is(t->decay, "cosine") && choice_is(t->loss, "mse"));
    set(&s, "shape", "epochs", "13");
    set(&s, "shape", "learning_rate", "0.25");
    set(&s, "shape", "decay", "cosine");
    set(&s, "shape", "gamma", "14");
    set(&s, "shape", "beta", "1.5");
    set(&s, "shape", "linsep", "on");
    set(&s, "shape", "linsep_weight", "16");
    set(&s, "shape", "linsep_head", "input");
    const struct shape_keys *h = shape_of(&s);
    assert_true(h->epochs == 13 && h->learning_rate == 0.25 && h->gamma == 14 && h->beta == 1.5 && h->linsep == 1);
    assert_true(h->linsep_weight == 16 && choice_is(h->decay, "cosine") && choice_is(h->linsep_head, "input"));
}

static void ranges(void **state)
{
    (void)state;
    static const struct {
        const char *section, *key, *least, *below, *most, *above;
    } table[] = {
        { "model", "latent", "1", "0", "4096", "4097" },
        { "model", "encoder", "1", "0", "4096 4096", "4097" },
        { "model", "kernel", "2", "1", "9", "10" },
        { "model", "last_kernel", "1", "0", "9", "10" },
        { "model", "slope", "0", "-0.1", "1", "1.1" },
        { "train", "epochs", "1", "0", "10000", "10001" },
        { "train", "batch", "1", "0", "4096", "4097" },
        { "train", "learning_rate", "1e-8", "0", "1", "1.1" },
        { "train", "restarts", "0", "-1", "20", "21" },
        { "shape", "epochs", "1", "0", "10000", "10001" },
        { "shape", "gamma", "0", "-1", "10000", "10001" },
        { "shape", "beta", "0", "-1", "10000", "10001" },
        { "shape", "linsep_weight", "0", "-1", "10000", "10001" },
    };
    struct settings s;
    settings_start(&s);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct setting *k = setting_named(table[i].section, table[i].key);
        assert_int_equal(settings_set(&s, k, table[i].least, NULL), 0);
        assert_int_equal(settings_set(&s, k, table[i].most, NULL), 0);
        assert_int_equal(settings_set(&s, k, table[i].below, NULL), -1);
        assert_int_equal(settings_set(&s, k, table[i].above, NULL), -1);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(keys_and_defaults),
    cmocka_unit_test(each_sets_its_field),
    cmocka_unit_test(ranges),
};

TEST_MAIN(tests, NULL, NULL)
