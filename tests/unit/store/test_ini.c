/* store/ini: what is accepted, and each thing that is refused with its line. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
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

static void longest_names(void **state)
{
    (void)state;
    struct ini ini;
    struct text t = TEXT_INIT;
    char name[51] = "";
    memset(name, 'k', 49);
    /* with LF, with CR LF and at the end of the file */
    text_format(&t, "[%s]\n%s=%0149d\n[two]\n%s=%0149d\r\n[three]\n%s=%0149d", name, name, 1, name, 2, name, 3);
    read_good_text(&ini, t.s);
    assert_int_equal(strlen(ini_get(&ini, name, name)), 149);
    assert_int_equal(ini_get(&ini, name, name)[148], '1');
    assert_int_equal(ini_get(&ini, "two", name)[148], '2');
    assert_int_equal(ini_get(&ini, "three", name)[148], '3');
    ini_release(&ini);

    text_clear(&t);
    text_format(&t, "[a]\nb=%0198d\n%sk=1\n[%sk]\nc=2\n", 1, name, name);
    assert_problems(t.s, "f.ini:3: key has 50 characters, at most 49 are possible\n"
                         "f.ini:4: section's name has 50 characters, at most 49 are possible\n");
    text_release(&t);
}

static void append_many(struct text *t, char c, size_t n)
{
    char *many = mem_resize(NULL, n, 1);
    memset(many, c, n);
    text_append_bytes(t, many, n);
    free(many);
}

static void lines_of_any_length(void **state)
{
    (void)state;
    const size_t lengths[] = { 199, 200, 10000, INI_VALUE };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct ini ini;
        struct text t = TEXT_INIT;
        text_append(&t, "[a]\n;");
        append_many(&t, '-', 3 * lengths[i]);
        text_append(&t, "\nb = ");
        append_many(&t, ' ', lengths[i]);
        append_many(&t, 'x', lengths[i] - 1);
        text_append(&t, "y ;");
        append_many(&t, '-', lengths[i]);
        text_append(&t, "\n");
        append_many(&t, ' ', lengths[i]);
        text_append(&t, "\nc = 1");
        read_good_text(&ini, t.s);
        const char *value = ini_get(&ini, "a", "b");
        assert_int_equal(strlen(value), lengths[i]);
        assert_int_equal(strspn(value, "x"), lengths[i] - 1);
        assert_int_equal(value[lengths[i] - 1], 'y');
        assert_int_equal(ini_find(&ini, "a", "c")->line, 5);
        assert_string_equal(ini_get(&ini, "a", "c"), "1");
        ini_release(&ini);
        text_release(&t);
    }
}

/* One above the bound, on one line and by one more of many; the rest of the value is left out in silence. */
static void values_that_are_too_long(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    struct ini ini;
    text_append(&t, "[a]\nb = ");
    append_many(&t, 'x', INI_VALUE + 1);
    text_append(&t, "\n  more\nc = 1\nc = 2\n");
    assert_problems(t.s, "f.ini:2: value of 'b' has 1048577 characters up to here, at most 1048576 are possible\n"
                         "f.ini:5: key 'c' stands twice in [a], first in line 4\n");

    text_clear(&t);
    text_append(&t, "[a]\nb = 1\n  ");
    append_many(&t, 'x', INI_VALUE - 4);
    text_append(&t, "\n  z\n\nc = 1\n");
    read_good_text(&ini, t.s);
    assert_int_equal(strlen(ini_get(&ini, "a", "b")), INI_VALUE);
    ini_release(&ini);
    text_clear(&t);
    text_append(&t, "[a]\nb = 1\n  ");
    append_many(&t, 'x', INI_VALUE - 4);
    text_append(&t, "\n; between\n  zz\n  and on\nc = 1\nstray\n");
    assert_problems(t.s, "f.ini:5: value of 'b' has 1048577 characters up to here, at most 1048576 are possible\n"
                         "f.ini:8: expected 'key = value', found 'stray'\n");

    /* 1 MiB of single characters, a line each */
    text_clear(&t);
    text_append(&t, "[a]\nb =\n");
    for (int i = 0; i < INI_VALUE / 2; i++)
        text_append(&t, " x\n");
    read_good_text(&ini, t.s);
    assert_int_equal(strlen(ini_get(&ini, "a", "b")), INI_VALUE - 1);
    ini_release(&ini);
    text_append(&t, " x\n");
    assert_problems(t.s,
                    "f.ini:524291: value of 'b' has 1048577 characters up to here, at most 1048576 are possible\n");
    text_release(&t);
}

/* What a message quotes is cut where a letter starts. */
static void long_junk_is_quoted_in_part(void **state)
{
    (void)state;
    struct text t = TEXT_INIT, expected = TEXT_INIT;
    append_many(&t, 'x', 199);
    text_append(&expected, "f.ini:1: expected 'key = value', found '");
    text_append(&expected, t.s);
    text_append(&expected, "...'\n");
    text_append(&t, "\xc3\xa4 and more");
    assert_problems(t.s, expected.s);
    text_release(&t);
    text_release(&expected);
}

static void indented_lines_go_on(void **state)
{
    (void)state;
    struct ini ini;
    read_good_text(&ini, "[a]\n"
                         "list = one, two,   ; the first two\n"
                         "  three,  ; and\n"
                         "\tfour;4 ,\r\n"
                         "; left out\n"
                         "   # left out\n"
                         "  ; left out,\n"
                         "\n"
                         "   \t\n"
                         "        five six\n"
                         "below =\n"
                         "  1 ;\n"
                         "    2\n"
                         "empty = ; nothing\n"
                         "\n"
                         "signs = a\n"
                         "  = b\n"
                         "  c d = e\n"
                         "  https://a.b/c?d=e # f\n"
                         "  f : g\n"
                         "  B=1\n"
                         "last = x\n"
                         "  y");
    assert_int_equal(ini.n, 5);
    assert_string_equal(ini_get(&ini, "a", "list"), "one, two, three, four;4 , five six");
    assert_string_equal(ini_get(&ini, "a", "below"), "1 2");
    assert_string_equal(ini_get(&ini, "a", "empty"), "");
    assert_string_equal(ini_get(&ini, "a", "signs"), "a = b c d = e https://a.b/c?d=e # f f : g B=1");
    assert_string_equal(ini_get(&ini, "a", "last"), "x y");
    assert_int_equal(ini_find(&ini, "a", "list")->line, 2);
    assert_int_equal(ini_find(&ini, "a", "below")->line, 11);
    assert_int_equal(ini_find(&ini, "a", "last")->line, 22);
    ini_release(&ini);
}

#define NOTHING_ABOVE "line starts with a blank, but there is no value above to go on with, found "
#define INDENTED \
    "line starts with a blank, so it goes on with the value above: keys and sections start at a line's beginning, " \
    "found "

static void indented_lines_that_are_refused(void **state)
{
    (void)state;
    assert_problems(" lost\n"
                    " and on\n"
                    "[a] ; a comment\n"
                    "; another\n"
                    "\tnothing is above ; at all\n"
                    "  b = 2\n"
                    "c = 1\n"
                    "  d=2\n"
                    "    3\n"
                    "  [e]\n"
                    "c = 2\n"
                    "  is left out with it\n"
                    "stray\n"
                    "  like this\n"
                    "[B]\n"
                    "  x\n"
                    "k = 1\n"
                    "  of a section that is left out\n",
                    "f.ini:1: " NOTHING_ABOVE "'lost'\n"
                    "f.ini:5: " NOTHING_ABOVE "'nothing is above ; at all'\n"
                    "f.ini:6: " INDENTED "'b = 2'\n"
                    "f.ini:8: " INDENTED "'d=2'\n"
                    "f.ini:10: " INDENTED "'[e]'\n"
                    "f.ini:11: key 'c' stands twice in [a], first in line 7\n"
                    "f.ini:13: expected 'key = value', found 'stray'\n"
                    "f.ini:15: expected a section's name of a-z 0-9 _ . - and blanks, found 'B'\n");
}

/* A terminal obeys no control character of a line that a message quotes. */
static void control_characters_are_shown(void **state)
{
    (void)state;
    assert_problems("[a]\n\x1b[31mred\n", "f.ini:2: expected 'key = value', found '\\x1b[31mred'\n");
    assert_problems("[a\x07]\n", "f.ini:1: expected a section's name of a-z 0-9 _ . - and blanks, found 'a\\x07'\n");
    assert_problems("[a]\nk\x7f = 1\n", "f.ini:2: expected a key of a-z 0-9 _ . -, found 'k\\x7f'\n");
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
                    "f.ini:5: " INDENTED "'c = 2'\n"
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
    text_append(&t, "[program]\nname = a;b ; c\rd\nflags = ");
    append_many(&t, '-', 400);
    text_append(&t, "\nlong = ");
    append_many(&t, 'x', INI_VALUE);
    text_append(&t, "\nlast = one\n");
    ini_fit(&t);
    assert_int_equal(t.length, strlen(t.s));
    assert_int_equal(ini_read_text(&ini, "meta.ini", t.s, &problems), 0);
    assert_string_equal(ini_get(&ini, "program", "name"), "a,b , c,d");
    assert_int_equal(strlen(ini_get(&ini, "program", "flags")), 400);
    assert_int_equal(strlen(ini_get(&ini, "program", "long")), INI_VALUE - strlen("long = "));
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

static void entries_of_other_files(void **state)
{
    (void)state;
    struct ini ini;
    read_good_text(&ini, "; head\n\n# of it\n[a]\nb = 1\n; tail\n");
    assert_string_equal(ini.head, "; head\n\n# of it\n");
    ini_add_section(&ini, "c", "g.ini:1");
    ini_add(&ini, "c", "d", "2", "g.ini:2");
    assert_string_equal(ini_get(&ini, "c", "d"), "2");
    assert_string_equal(ini_find(&ini, "c", "d")->from, "g.ini:2");
    assert_string_equal(ini_find_section(&ini, "c")->from, "g.ini:1");
    assert_null(ini_find(&ini, "a", "b")->from);
    ini_set(&ini, "c", "d", "3");
    assert_null(ini_find(&ini, "c", "d")->from);
    ini_release(&ini);
    read_good_text(&ini, "");
    assert_string_equal(ini.head, "");
    ini_release(&ini);
    read_good_text(&ini, "\xef\xbb\xbf# one");
    assert_string_equal(ini.head, "# one");
    ini_release(&ini);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(entries_of_other_files),
    cmocka_unit_test(pairs_with_lines),
    cmocka_unit_test(byte_order_mark_is_skipped),
    cmocka_unit_test(longest_names),
    cmocka_unit_test(lines_of_any_length),
    cmocka_unit_test(values_that_are_too_long),
    cmocka_unit_test(long_junk_is_quoted_in_part),
    cmocka_unit_test(indented_lines_go_on),
    cmocka_unit_test(indented_lines_that_are_refused),
    cmocka_unit_test(all_problems_at_once),
    cmocka_unit_test(control_characters_are_shown),
    cmocka_unit_test(files),
    cmocka_unit_test(values_from_elsewhere),
    cmocka_unit_test(overrides),
    cmocka_unit_test(complaints_with_and_without_a_line),
};

TEST_MAIN(tests, NULL, NULL)
