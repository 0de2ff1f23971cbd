/* Sections: tables of keys, one of them made while the program runs, in one block; what is refused; names. */
#include "support/main.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "keys/sections.h"
#include "keys/settings.h"

struct odd_keys {
    int size; /* the next section's struct is aligned all the same */
};

static const struct key odd_table[] = {
    INT_KEY(struct odd_keys, size, "7", 1, 9, "how large"),
    { 0 },
};
static const struct section odd = { "odd", sizeof(struct odd_keys), odd_table, NULL };

struct real_keys {
    double rate;
    const char *decay;
};

static const struct key real_table[] = {
    REAL_KEY(struct real_keys, rate, "0.25", 0, 1, "how fast"),
    CHOICE_KEY(struct real_keys, decay, "none", "none cosine", "how it falls"),
    { 0 },
};
static const struct section real = { "real", sizeof(struct real_keys), real_table, NULL };

/* A section like those of a plugin: n whole numbers "k0", "k1", ... whose names and defaults lie on the heap. */
struct made {
    struct section section;
    struct key *keys;
    size_t n;
};

static char *made_text(const char *format, size_t i)
{
    struct text t = TEXT_INIT;
    text_format(&t, format, i);
    char *s = mem_string(text_of(&t));
    text_release(&t);
    return s;
}

static void make_section(struct made *m, const char *name, size_t n)
{
    *m = (struct made) { .keys = mem_zero(n + 1, sizeof *m->keys), .n = n };
    for (size_t i = 0; i < n; i++)
        m->keys[i] = (struct key) { .name = made_text("k%zu", i),
                                    .type = KEY_INT,
                                    .offset = i * sizeof(int),
                                    .start = made_text("%zu", i),
                                    .least = 0,
                                    .most = 1000,
                                    .help = "a number" };
    m->section = (struct section) { mem_string(name), n * sizeof(int), m->keys, NULL };
}

static void release_section(struct made *m)
{
    for (size_t i = 0; i < m->n; i++) {
        free((char *)m->keys[i].name);
        free((char *)m->keys[i].start);
    }
    free((char *)m->section.name);
    free(m->keys);
}

static void add(struct sections *l, const struct section *section)
{
    struct error e = { .text = "" };
    sections_add(l, section, &e);
    assert_string_equal(e.text, "");
}

static void a_made_section_is_like_others(void **state)
{
    (void)state;
    struct sections l = { 0 };
    struct settings s, other;
    struct made made;
    struct error e;
    struct text t = TEXT_INIT;
    make_section(&made, "made", 3);
    add(&l, &odd);
    add(&l, &made.section);
    add(&l, &real);
    assert_int_equal(l.n, 3);
    assert_int_equal(l.n_settings, 1 + 3 + 2);
    assert_ptr_equal(sections_find(&l, "made"), &made.section);
    settings_init(&s, &l);
    other = s;
    const struct setting *k1 = sections_setting(&l, "made", "k1");
    assert_non_null(k1);
    assert_true(settings_at_default(&s, k1));
    assert_int_equal(settings_set(&s, k1, "041", &e), 0);
    assert_false(settings_at_default(&s, k1));
    assert_int_equal(settings_set(&s, k1, "1001", &e), -1);
    assert_string_equal(e.text, "'k1' in [made]: expected a whole number from 0 to 1000, found '1001'");
    assert_int_equal(((const int *)settings_of(&s, &made.section))[1], 41);
    assert_true(settings_compare(&s, &other) > 0 && settings_compare(&other, &s) < 0);
    settings_print(&s, (const char *const[]) { "real.rate", "made.*", "odd.size", NULL }, &t);
    assert_string_equal(text_of(&t), "[odd]\nsize = 7\n[made]\nk0 = 0\nk1 = 41\nk2 = 2\n[real]\nrate = 0.25\n");
    /* each struct is where its fields can be */
    for (size_t i = 0; i < l.n; i++)
        assert_int_equal((uintptr_t)settings_of(&s, l.of[i]) % _Alignof(max_align_t), 0);
    text_release(&t);
    sections_release(&l);
    assert_true(l.n == 0 && !l.of);
    release_section(&made);
}

static void expect_refused(struct sections *l, const struct section *section, const char *message)
{
    const size_t n = l->n, n_settings = l->n_settings, size = l->size;
    struct error e = { .text = "" };
    assert_int_equal(sections_add(l, section, &e), -1);
    assert_string_equal(e.text, message);
    assert_true(l->n == n && l->n_settings == n_settings && l->size == size);
}

static void what_is_refused(void **state)
{
    (void)state;
    struct sections l = { 0 };
    struct made made, again;
    make_section(&made, "made", 3);
    make_section(&again, "made", 1);
    add(&l, &made.section);
    expect_refused(&l, &made.section, "section 'made' stands twice");
    expect_refused(&l, &again.section, "section 'made' stands twice");
    release_section(&again);

    make_section(&again, "again", 3);
    free((char *)again.keys[2].name);
    again.keys[2].name = mem_string("k0");
    expect_refused(&l, &again.section, "key 'k0' stands twice in [again]");
    free((char *)again.keys[2].start);
    again.keys[2].start = mem_string("1001");
    expect_refused(&l, &again.section,
                   "default of 'k0' in [again]: expected a whole number from 0 to 1000, found '1001'");
    release_section(&again);
    sections_release(&l);
    release_section(&made);
}

/* SETTINGS_ROOM bytes are for all sections together, and as many can be had. */
static void a_value_outside_its_struct(void **state)
{
    (void)state;
    static const struct key beyond[] = { { .name = "x", .type = KEY_REAL, .start = "1", .most = 2, .offset = 4 },
                                         { 0 } };
    const struct section short_one = { "short", 8, beyond, NULL };
    struct sections l = { 0 };
    expect_refused(&l, &short_one, "the value of 'x' in [short] lies outside its struct");
    sections_release(&l);
}

static void the_block_has_an_end(void **state)
{
    (void)state;
    enum { ALL = SETTINGS_ROOM / sizeof(int) };
    struct sections l = { 0 };
    struct made full, more;
    make_section(&more, "more", 1);
    make_section(&full, "full", ALL + 1);
    expect_refused(&l, &full.section, "section 'full' needs 4 bytes more than the 1536 that all settings have");
    release_section(&full);
    make_section(&full, "full", ALL);
    add(&l, &full.section);
    expect_refused(&l, &more.section, "section 'more' needs 4 bytes more than the 1536 that all settings have");
    struct settings s;
    settings_init(&s, &l);
    assert_int_equal(settings_set(&s, sections_setting(&l, "full", "k383"), "5", NULL), 0);
    assert_int_equal(((const int *)settings_of(&s, &full.section))[ALL - 1], 5);
    sections_release(&l);
    release_section(&full);
    release_section(&more);
}

/* A section whose keys are texts has no struct. */
static void texts_need_no_struct(void **state)
{
    (void)state;
    static const struct key text_keys[] = { { .name = "run", .type = KEY_TEXT, .start = "a, b" }, { 0 } };
    static const struct section texts = { "texts", 0, text_keys, NULL };
    struct sections l = { 0 };
    add(&l, &texts);
    assert_int_equal(l.size, 0);
    assert_non_null(sections_setting(&l, "texts", "run"));
    sections_release(&l);
}

static void names_are_known_or_near(void **state)
{
    (void)state;
    struct sections l = { 0 };
    struct error e;
    add(&l, &odd);
    add(&l, &real);
    assert_true(sections_know(&l, "odd", &e) && sections_know_key(&l, "real", "decay", &e));
    assert_null(sections_find(&l, "rea"));
    assert_null(sections_setting(&l, "odd", "decay"));
    assert_false(sections_know(&l, "rael", &e));
    assert_string_equal(e.text, "unknown section 'rael', did you mean 'real'?");
    assert_false(sections_know(&l, "augment", &e));
    assert_string_equal(e.text, "unknown section 'augment', possible are odd, real");
    assert_false(sections_know_key(&l, "real", "rat", &e));
    assert_string_equal(e.text, "unknown key 'rat' in [real], did you mean 'rate'?");
    assert_false(sections_know_key(&l, "real", "neighbours", &e)); /* those of its section alone are possible */
    assert_string_equal(e.text, "unknown key 'neighbours' in [real], possible are rate, decay");
    sections_release(&l);
}

static void patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        int matches; /* real.rate */
    } table[] = {
        { "real.rate", 1 },  { "real.*", 1 }, { "real.decay", 0 }, { "real", 0 },  { "*", 0 },
        { "real.rates", 0 }, { "rea.*", 0 },  { "reals.*", 0 },    { "odd.*", 0 }, { "real.rat*", 0 },
    };
    struct sections l = { 0 };
    add(&l, &real);
    const struct setting *rate = sections_setting(&l, "real", "rate");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        assert_int_equal(setting_matches(rate, (const char *const[]) { table[i].pattern, NULL }), table[i].matches);
        assert_int_equal(setting_matches(rate, (const char *const[]) { "odd.size", table[i].pattern, NULL }),
                         table[i].matches);
    }
    sections_release(&l);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_made_section_is_like_others),
    cmocka_unit_test(what_is_refused),
    cmocka_unit_test(a_value_outside_its_struct),
    cmocka_unit_test(the_block_has_an_end),
    cmocka_unit_test(texts_need_no_struct),
    cmocka_unit_test(names_are_known_or_near),
    cmocka_unit_test(patterns),
};

TEST_MAIN(tests, NULL, NULL)
