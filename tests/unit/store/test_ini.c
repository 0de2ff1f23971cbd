/* store/ini: what is accepted, and each thing that is refused with its line. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/ini.h"

static void read_good_text(struct ini *ini, const char *text)
{
    struct text problems = TEXT_INIT;
    int rc = ini_read_text(ini, "f.ini", text, &problems);
    assert_string_equal(text_of(&problems), "");
    assert_int_equal(rc, 0);
    text_release(&problems);
}

/* The problems of a bad text, all of them. */
static void assert_problems(const char *text, const char *expected)
{
    struct ini ini;
    struct text problems = TEXT_INIT;
    int rc = ini_read_text(&ini, "f.ini", text, &problems);
    assert_string_equal(text_of(&problems), expected);
    assert_int_equal(rc, -1);
    ini_release(&ini);
    text_release(&problems);
}

static void pairs_with_lines(void **state)
{
    (void)state;
    struct ini ini;
    read_good_text(&ini, "; a comment\n"
                         "# another\n"
                         "[first]\n"
                         "a = 1            ; said beside it\n"
                         "b.2=x = y : z;w\r\n"
                         "\n"
                         "   \t\n"
                         "[edition re-packed] ; note\n"
                         "a =\n"
                         "[empty]\n"
                         "[last]\n"
                         "url = https://a.b/c#d");
    assert_int_equal(ini.n, 4);
    assert_string_equal(ini_get(&ini, "first", "a"), "1");
    assert_string_equal(ini_get(&ini, "first", "b.2"), "x = y : z;w");
    assert_string_equal(ini_get(&ini, "edition re-packed", "a"), "");
    assert_string_equal(ini_get(&ini, "last", "url"), "https://a.b/c#d");
    assert_null(ini_get(&ini, "first", "c"));
    assert_null(ini_get(&ini, "second", "a"));
    assert_int_equal(ini_find(&ini, "first", "a")->line, 4);
    assert_int_equal(ini_find(&ini, "first", "b.2")->line, 5);
    assert_int_equal(ini_find(&ini, "last", "url")->line, 12);
    assert_int_equal(ini.n_sections, 4);
    assert_string_equal(ini.sections[2].name, "empty");
    assert_int_equal(ini.sections[2].line, 10);
    assert_int_equal(ini_find_section(&ini, "edition re-packed")->line, 8);
    ini_release(&ini);
}

static void byte_order_mark_is_skipped(void **state)
{
    (void)state;
    struct ini ini;
    read_good_text(&ini, "\xef\xbb\xbf[a]\nb = 1\n");
    assert_string_equal(ini_get(&ini, "a", "b"), "1");
    ini_release(&ini);
}

static void longest_line_and_names(void **state)
{
    (void)state;
    struct ini ini;
    struct text t = TEXT_INIT;
    char name[51] = "";
    memset(name, 'k', 49);
    /* 49 + 1 + 149 = 199 characters, with LF, with CR LF and at the end of the file */
    text_format(&t, "[%s]\n%s=%0149d\n[two]\n%s=%0149d\r\n[three]\n%s=%0149d", name, name, 1, name, 2, name, 3);
    read_good_text(&ini, t.s);
    assert_int_equal(strlen(ini_get(&ini, name, name)), 149);
    assert_int_equal(ini_get(&ini, name, name)[148], '1');
    assert_int_equal(ini_get(&ini, "two", name)[148], '2');
    assert_int_equal(ini_get(&ini, "three", name)[148], '3');
    ini_release(&ini);

    text_clear(&t);
    text_format(&t, "[a]\nb=%0198d\n%sk=1\n[%sk]\nc=2\n", 1, name, name);
    assert_problems(t.s, "f.ini:2: line has 200 characters, at most 199 are possible\n"
                         "f.ini:3: key has 50 characters, at most 49 are possible\n"
                         "f.ini:4: section's name has 50 characters, at most 49 are possible\n");
    text_clear(&t);
    text_format(&t, "[a]\n;%04000d\nb=1\n", 1);
    assert_problems(t.s, "f.ini:2: line has 4001 characters, at most 199 are possible\n");
    text_release(&t);
}

static void all_problems_at_once(void **state)
{
    (void)state;
    assert_problems("lost = 1\n"
                    "[a\n"
                    "[a]\n"
                    "b = 1\n"
                    "  c = 2\n"
                    "just words\n"
                    "= 5\n"
                    ": 5\n"
                    "x : 5\n"
                    "B = 1\n"
                    "b = 2\n"
                    "[a]\n"
                    "[B]\n"
                    "k = 1\n"
                    "[]\n"
                    "[c] d = 1\n",
                    "f.ini:1: key 'lost' stands before the first [section]\n"
                    "f.ini:2: expected ']' after a section's name, found '[a'\n"
                    "f.ini:5: line starts with a blank: a value stands on one line and keys start "
                    "at its beginning, found 'c = 2'\n"
                    "f.ini:6: expected 'key = value', found 'just words'\n"
                    "f.ini:7: expected a key before '='\n"
                    "f.ini:8: expected 'key = value', found ': 5'\n"
                    "f.ini:9: expected 'key = value', found 'x : 5'\n"
                    "f.ini:10: expected a key of a-z 0-9 _ . -, found 'B'\n"
                    "f.ini:11: key 'b' stands twice in [a], first in line 4\n"
                    "f.ini:12: section 'a' stands twice, first in line 3\n"
                    "f.ini:13: expected a section's name of a-z 0-9 _ . - and blanks, found 'B'\n"
                    "f.ini:15: expected a section's name of a-z 0-9 _ . - and blanks, found ''\n"
                    "f.ini:16: expected nothing after ']', found 'd = 1'\n");
}

static void files(void **state)
{
    (void)state;
    const char *parent = getenv("TMPDIR");
    char path[512];
    snprintf(path, sizeof path, "%s/lisae-ini-XXXXXX", parent ? parent : "/tmp");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "[a]\nb = 1\n\0\n", 12), 12);
    close(fd);
    struct ini ini;
    struct text problems = TEXT_INIT, expected = TEXT_INIT;
    assert_int_equal(ini_read(&ini, path, &problems), -1);
    text_format(&expected, "%s:3: expected text, found a zero byte\n", path);
    assert_string_equal(text_of(&problems), expected.s);
    assert_string_equal(ini_get(&ini, "a", "b"), "1");
    ini_release(&ini);
    unlink(path);

    text_clear(&problems);
    assert_int_equal(ini_read(&ini, path, &problems), -1);
    assert_non_null(strstr(text_of(&problems), "No such file"));
    ini_release(&ini);
    text_release(&problems);
    text_release(&expected);
}

static void overrides(void **state)
{
    (void)state;
    struct ini ini;
    read_good_text(&ini, "[a]\nb = 1\nc = 2\n");
    ini_set(&ini, "a", "b", "9");
    ini_set(&ini, "new", "d", "8");
    assert_string_equal(ini_get(&ini, "a", "b"), "9");
    assert_int_equal(ini_find(&ini, "a", "b")->line, 0);
    assert_string_equal(ini_get(&ini, "a", "c"), "2");
    assert_string_equal(ini_get(&ini, "new", "d"), "8");
    assert_int_equal(ini.n, 3);
    assert_int_equal(ini.n_sections, 2);
    ini_release(&ini);
}

/* What the compiler's flags or a processor's name hold can be read back, cut where it is too long. */
static void values_from_elsewhere(void **state)
{
    (void)state;
    struct text t = TEXT_INIT, problems = TEXT_INIT;
    struct ini ini;
    char expected[INI_LINE + 1];
    text_append(&t, "[program]\nname = a;b ; c\rd\nflags = ");
    for (int i = 0; i < 400; i++)
        text_format(&t, "%d", i % 10);
    text_append(&t, "\nlast = one\n");
    ini_fit(&t);
    assert_int_equal(t.length, strlen(t.s));
    assert_int_equal(ini_read_text(&ini, "meta.ini", t.s, &problems), 0);
    assert_string_equal(ini_get(&ini, "program", "name"), "a,b , c,d");
    for (int i = 0; i < INI_LINE - 8; i++)
        expected[i] = (char)('0' + i % 10);
    expected[INI_LINE - 8] = '\0';
    assert_string_equal(ini_get(&ini, "program", "flags"), expected);
    assert_string_equal(ini_get(&ini, "program", "last"), "one");
    ini_release(&ini);
    text_release(&t);
    text_release(&problems);
}

static void complaints_with_and_without_a_line(void **state)
{
    (void)state;
    struct ini ini;
    struct text problems = TEXT_INIT;
    read_good_text(&ini, "[a]\nb = 1\n");
    assert_int_equal(ini_complain(&problems, &ini, 2, "expected %d", 7), -1);
    assert_int_equal(ini_complain(&problems, &ini, 0, "expected '%s'", "c"), -1);
    char **lines = split(text_of(&problems), "\n", 0, NULL);
    assert_true(ends_with(lines[0], ":2: expected 7"));
    assert_true(ends_with(lines[1], ": expected 'c'") && !strstr(lines[1], ":0"));
    assert_null(lines[2]);
    split_free(lines);
    text_release(&problems);
    ini_release(&ini);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(pairs_with_lines),
    cmocka_unit_test(byte_order_mark_is_skipped),
    cmocka_unit_test(longest_line_and_names),
    cmocka_unit_test(all_problems_at_once),
    cmocka_unit_test(files),
    cmocka_unit_test(values_from_elsewhere),
    cmocka_unit_test(overrides),
    cmocka_unit_test(complaints_with_and_without_a_line),
};

TEST_MAIN(tests, NULL, NULL)
