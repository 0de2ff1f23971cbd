/* Words and numbers as HTML. */
#include "report/page/html.h"
#include "support/main.h"

#define STRANGE "\xEF\xBF\xBD"

static void words_show_as_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *words, *html;
    } cases[] = {
        { "plain, 0.5 (1/3) γ → Σ 数", "plain, 0.5 (1/3) γ → Σ 数" },
        { "</script><img onerror=a()>", "&lt;/script&gt;&lt;img onerror=a()&gt;" },
        { "\"a\" 'b' &amp;", "&quot;a&quot; &#39;b&#39; &amp;amp;" },
        { "two\nlines\r\tand", "two lines  and" },
        { "\x1b[31m\x01\x7f", STRANGE "[31m" STRANGE STRANGE },
        { "\xC2\x85", STRANGE }, /* a control character of two bytes */
        { "\xff\xfe\x80"
          "a",
          STRANGE STRANGE STRANGE "a" },                         /* no UTF-8 at all */
        { "\xC3", STRANGE },                                     /* cut off */
        { "\xC0\xBC", STRANGE STRANGE },                         /* '<', longer than it need be */
        { "\xE0\x80\xBC", STRANGE STRANGE STRANGE },             /* the same in three */
        { "\xED\xA0\x80", STRANGE STRANGE STRANGE },             /* half a pair */
        { "\xF4\x90\x80\x80", STRANGE STRANGE STRANGE STRANGE }, /* beyond the last one */
        { "a\xE2\x80\xAE"
          "b\xE2\x81\xA6"
          "c",
          "a" STRANGE "b" STRANGE "c" }, /* what turns the direction */
        { "\xEF\xBF\xBF", STRANGE },     /* no character */
        { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        html_text(&t, cases[i].words);
        assert_string_equal(text_of(&t), cases[i].html);
        text_release(&t);
    }
}

static void nul_bytes(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    html_text_bytes(&t, "a\0b", 3);
    assert_string_equal(text_of(&t), "a" STRANGE "b");
    text_release(&t);
}

static void anchors(void **state)
{
    (void)state;
    static const struct {
        const char *name, *anchor;
    } cases[] = {
        { "table1-mnist", "table1-mnist" },
        { "A1", "a1" },
        { "My set: γ & \"b\"", "my-set-b" },
        { "--a--", "a" },
        { "<>\"'", "x" },
        { "", "x" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        html_anchor(&t, cases[i].name);
        assert_string_equal(text_of(&t), cases[i].anchor);
        text_release(&t);
    }
}

static void numbers_keep_what_the_table_has(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    html_number(&t, "0.953650", 4, SIGN_BELOW_ZERO);
    assert_string_equal(text_of(&t), "<data value=\"0.953650\">0.9537</data>");
    text_clear(&t);
    html_number(&t, "0.012345", 4, SIGN_ALWAYS);
    assert_string_equal(text_of(&t), "<data value=\"0.012345\">+0.0123</data>");
    text_clear(&t);
    html_number(&t, "", 4, SIGN_ALWAYS);
    assert_string_equal(text_of(&t), "–");
    text_clear(&t);
    html_number(&t, "<b>", 4, SIGN_ALWAYS);
    assert_string_equal(text_of(&t), "&lt;b&gt;");
    text_clear(&t);
    html_interval(&t, "0.1", "0.2", 2);
    assert_string_equal(text_of(&t), "[<data value=\"0.1\">0.10</data>, <data value=\"0.2\">0.20</data>]");
    text_clear(&t);
    html_interval(&t, "0.1", "", 2);
    assert_string_equal(text_of(&t), "");
    text_release(&t);
}

static void cells(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    html_row_head(&t, "a<b");
    html_column_head(&t, "c");
    html_cell_text(&t, "d&");
    html_cell_number(&t, "1.25", 1, SIGN_BELOW_ZERO);
    html_cell_count(&t, "12");
    html_cell_size(&t, 1234567);
    assert_string_equal(text_of(&t), "<th scope=\"row\">a&lt;b</th><th scope=\"col\">c</th><td>d&amp;</td>"
                                     "<td class=\"n\"><data value=\"1.25\">1.3</data></td><td class=\"n\">12</td>"
                                     "<td class=\"n\">1,234,567</td>");
    text_clear(&t);
    html_count(&t, 999);
    html_count(&t, 1000);
    assert_string_equal(text_of(&t), "9991,000");
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(words_show_as_they_are),          cmocka_unit_test(nul_bytes), cmocka_unit_test(anchors),
    cmocka_unit_test(numbers_keep_what_the_table_has), cmocka_unit_test(cells),
};

TEST_MAIN(tests, NULL, NULL)
