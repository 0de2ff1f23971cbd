/* Lines, numbers and colours in few bytes. */
#include "report/page/svg_path.h"
#include "support/main.h"

static void path_with(int dots, const char *d, const char *expected)
{
    struct text t = TEXT_INIT;
    if (svg_path_append(&t, d, dots))
        fail_msg("'%s' was refused", d);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

/* A line without dots; what was written is read as the same line. */
static void path(const char *d, const char *expected)
{
    path_with(0, d, expected);
    path_with(0, expected, expected);
}

static void polygon(const char *points, const char *expected, int is_box)
{
    struct text t = TEXT_INIT;
    int found;
    if (svg_polygon_append(&t, points, &found))
        fail_msg("'%s' was refused", points);
    assert_string_equal(text_of(&t), expected);
    assert_int_equal(found, is_box);
    text_release(&t);
}

static void words(void (*append)(struct text *, const char *), const char *of, const char *expected)
{
    struct text t = TEXT_INIT;
    append(&t, of);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

static void lines_go_by_steps(void **state)
{
    (void)state;
    path("M520.00,338.63 L524.50,338.63  ", "M520 338.6h4.5");
    path("M1,1 L2,2 L3,1 L3,0 L2,0", "M1 1l1 1 1-1v-1h-1");
    path("M1 1 2 3 4 4", "M1 1l1 2 2 1");
    path("M0,0 h2 M0,-1 v2", "M0 0h2M0-1v2");
    path("M0,0 h2 M2,9 v2 M2,0 v2", "M0 0h2M2 9v2M2 0v2");
    path("M1,2 L3,2 L3,4 Z M5,5 L6,6", "M1 2h2v2zM5 5l1 1");
    path("M991,2 L993,2 L993,4 Z M991,5 993,5", "M991 2h2v2zm0 3h2");
    path("M1,2 L3,3 z L9,2", "M1 2l2 1zh8");
}

/* The error does not add up: each point is rounded by itself. */
static void points_are_rounded_where_they_are(void **state)
{
    (void)state;
    path("M0.04,0 L1.08,1 L2.12,2 L3.16,3", "M0 0l1.1 1 1 1 1.1 1");
    path("M-0.04,0.96 L-0.55,1", "M0 1h-.6");
}

static void steps_that_go_on_are_one(void **state)
{
    (void)state;
    path("M0,0 L1,0 L3,0 L3,2 L3,5 L3,4", "M0 0h3v5-1");
    path("M0,0 L1,1 L1.01,1.01 L2,2", "M0 0l1 1 1 1");
    path_with(1, "M4,4 L4.01,4 M5,5 M6,5 L7,5", "M4 4h0M5 5h0M6 5h1");
    path("M4,4 L4.01,4 M5,5 M6,5 L7,5", "M6 5h1");
    path("M4,4 M5,5", "");
    path("M5,5 z M6,6 L7,6", "M5 5zM6 6h1");
}

static void what_is_no_such_line(void **state)
{
    (void)state;
    const char *const bad[] = { "M1,2 C1,2 3,4 5,6", "L1,2",   "M1",           "M1,x", "m1,2 l1,1",
                                "M1,2 z 3",          "M1e9,2", "M1,2 L nan,1", "1,2",  "M1,2 L1,2 #" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct text t = TEXT_INIT;
        text_append(&t, "before");
        if (svg_path_append(&t, bad[i], 1) == 0)
            fail_msg("expected '%s' to be refused, found '%s'", bad[i], text_of(&t));
        assert_string_equal(text_of(&t), "before");
        text_release(&t);
    }
}

static void rectangles_go_one_way_round(void **state)
{
    (void)state;
    polygon("361.32,308.01 368.00,308.01 368.00,303.00 361.32,303.00 ", "M361.3 303h6.7v5h-6.7z", 1);
    polygon("1,1 1,3 4,3 4,1", "M1 1h3v2h-3z", 1);
    polygon("4,3 4,1 1,1 1,3 4,3", "M1 1h3v2h-3z", 1);
    polygon("1,1 2,3 4,3", "M1 1l1 2h2z", 0);
    polygon("1,1 2,1 3,2 1,2", "M1 1h1l1 1h-2z", 0);
}

static void what_is_no_polygon(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    int is_box;
    assert_int_equal(svg_polygon_append(&t, "1,2", &is_box), -1);
    assert_int_equal(svg_polygon_append(&t, "1,2 3", &is_box), -1);
    assert_int_equal(svg_polygon_append(&t, "1,2 3,a", &is_box), -1);
    assert_int_equal(t.length, 0);
    text_release(&t);
}

static void numbers(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    assert_int_equal(svg_tenths_append(&t, "12.05"), 0);
    assert_int_equal(svg_tenths_append(&t, "-0.25"), 0);
    assert_string_equal(text_of(&t), "12.1-.3");
    assert_int_equal(svg_tenths_append(&t, "12a"), -1);
    assert_int_equal(svg_tenths_append(&t, ""), -1);
    text_release(&t);
    words(svg_tidy_append, "translate(79.310,250.50) rotate(-40.00)", "translate(79.31,250.5) rotate(-40)");
    words(svg_tidy_append, "12.00", "12");
    words(svg_tidy_append, "10,20.0 a.b 0.8.", "10,20 a.b 0.8.");
}

static void colours(void **state)
{
    (void)state;
    words(svg_colour_append, "rgb( 87, 126, 164)", "#577ea4");
    words(svg_colour_append, "rgb(255,255,255)", "#fff");
    words(svg_colour_append, "#FFFFFF", "#fff");
    words(svg_colour_append, "#DCDCDC", "#dcdcdc");
    words(svg_colour_append, "black", "#000");
    words(svg_colour_append, "none", "none");
    words(svg_colour_append, "currentColor", "currentColor");
    words(svg_colour_append, "rgb(300,0,0)", "rgb(300,0,0)");
    words(svg_colour_append, "url(#a)", "url(#a)");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(lines_go_by_steps),
    cmocka_unit_test(points_are_rounded_where_they_are),
    cmocka_unit_test(steps_that_go_on_are_one),
    cmocka_unit_test(what_is_no_such_line),
    cmocka_unit_test(rectangles_go_one_way_round),
    cmocka_unit_test(what_is_no_polygon),
    cmocka_unit_test(numbers),
    cmocka_unit_test(colours),
};

TEST_MAIN(tests, NULL, NULL)
