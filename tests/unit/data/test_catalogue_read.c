/* The catalogue: what is accepted, and all that is refused. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data/catalogue.h"
#include "support/folder.h"

/* Reads the catalogue entry "tiny" of this text. */
static int read_entry(void **state, struct catalogue_entry *c, const char *text, struct text *problems)
{
    char *path = folder_file(state, "tiny.ini", text, strlen(text));
    int rc = catalogue_read(c, path, problems);
    free(path);
    return rc;
}

static void classes_of_many_lines(void **state)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    read_entry(state, &c,
               "[dataset]\nname = tiny\nreader = cifar\nclasses =\n  a b ; two\n\n  c\nclasses.2 = d\n  e\n"
               "[edition first]\ntrain = a\n  5 archive\ntest = b\n",
               &problems);
    assert_string_equal(text_of(&problems), "");
    assert_int_equal(c.classes.n, 5);
    for (int i = 0; i < 5; i++)
        assert_string_equal(c.classes.name[i], ((const char *[]) { "a", "b", "c", "d", "e" })[i]);
    assert_int_equal(c.editions[0].files[0].bytes, 5);
    catalogue_release(&c);
    text_release(&problems);
}

static void names_of_classes_that_are_too_long(void **state)
{
    char name[65];
    for (size_t n = 63; n < 65; n++) {
        struct catalogue_entry c;
        struct text t = TEXT_INIT, problems = TEXT_INIT;
        memset(name, 'x', n);
        name[n] = '\0';
        text_format(&t, "[dataset]\nname = tiny\nreader = cifar\nclasses = a %s\n[edition e]\ntrain = a\ntest = b\n",
                    name);
        assert_int_equal(read_entry(state, &c, t.s, &problems), n == 63 ? 0 : -1);
        if (n == 63)
            assert_string_equal(text_of(&problems), "");
        else
            assert_says(text_of(&problems), "expected a class's name of at most 63 characters, found 'xxx");
        catalogue_release(&c);
        text_release(&problems);
        text_release(&t);
    }
}

static void catalogue_of_everything(void **state)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    read_entry(state, &c,
               "[dataset]\nname = tiny\ntitle = A set\nreader = cifar\nlicence = MIT\n"
               "classes.1 = a b,\nclasses.2 = c\nresize = 28 30\ninvert = on\ngrey = off\n"
               "train_count = 7\ntest_count = 8\nzero_label = 10\n"
               "[edition first]\nnote = of old\ntest = t - md5:0123456789abcdef0123456789abcdef\n"
               "train.1 = a 5 archive\ntrain.2 = b\ntest_count = 9\n"
               "[edition second]\ntrain = a\ntest = b\n"
               "[source x]\nkind = url\nurl.1 = http://a\nurl.2 = http://b\nsuffix = .gz\n"
               "[source y]\nkind = npm\npackage = q@1\nfolder = package\nedition = second\n",
               &problems);
    assert_string_equal(text_of(&problems), "");
    text_release(&problems);
    assert_string_equal(c.title, "A set");
    assert_string_equal(c.citation, "");
    assert_ptr_equal(c.reader, &reader_cifar);
    assert_int_equal(c.classes.n, 3);
    assert_true(c.classes.fixed);
    assert_string_equal(c.classes.name[2], "c");
    assert_int_equal(c.resize_height, 28);
    assert_int_equal(c.resize_width, 30);
    assert_int_equal(c.invert, 1);
    assert_int_equal(c.grey, 0);
    assert_int_equal(c.zero_label, 10);
    assert_int_equal(c.n_editions, 2);
    const struct edition *first = catalogue_edition(&c, "first");
    assert_int_equal(first->train_count, 7);
    assert_int_equal(first->test_count, 9);
    assert_int_equal(first->n_files, 3);
    assert_string_equal(first->files[0].file, "a");
    assert_int_equal(first->files[0].bytes, 5);
    assert_int_equal(first->files[0].digest, DIGEST_ARCHIVE);
    assert_string_equal(first->files[1].key, "train.2");
    assert_string_equal(first->files[1].role, "train");
    assert_int_equal(first->files[1].digest, DIGEST_NONE);
    assert_int_equal(first->files[2].digest, DIGEST_MD5);
    assert_int_equal(first->files[2].bytes, -1);
    assert_string_equal(first->files[2].hex, "0123456789abcdef0123456789abcdef");
    assert_null(catalogue_edition(&c, "third"));
    assert_int_equal(c.n_sources, 2);
    assert_string_equal(c.sources[0].urls[1], "http://b");
    assert_null(c.sources[0].urls[2]);
    assert_int_equal(c.sources[1].edition, 1);
    catalogue_release(&c);
}

/* Every problem of one file at once, with its line. */
static void assert_problems(void **state, const char *text, const char *expected)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT, full = TEXT_INIT;
    assert_int_equal(read_entry(state, &c, text, &problems), -1);
    catalogue_release(&c);
    char **lines = split(expected, "\n", 0, NULL);
    for (char **line = lines; *line; line++)
        text_format(&full, "%s/tiny.ini:%s\n", (const char *)*state, *line);
    assert_string_equal(text_of(&problems), text_of(&full));
    split_free(lines);
    text_release(&problems);
    text_release(&full);
}

static void catalogue_errors(void **state)
{
    assert_problems(state,
                    "[dataset]\nname = other\nreader = idy\nheight = 0\nwidht = 3\ninvert = yes\n"
                    "resize = 28\nclasses = a b a\n[editon x]\n[edition y]\ntrain = a\n",
                    "2: expected a name of a-z 0-9 _ . - that is the file's too, found 'other'\n"
                    "3: unknown reader 'idy', did you mean 'idx'?\n"
                    "4: expected height of 1 to 4096, found '0'\n"
                    "6: expected invert to be on or off, found 'yes'\n"
                    "7: expected resize = HEIGHT WIDTH, found '28'\n"
                    "1: expected at most 1024 different classes, found 'a' again or too many\n"
                    "9: unknown section 'editon x', did you mean 'edition'?\n"
                    "5: unknown key 'widht', did you mean 'width'?\n");
    assert_problems(
        state,
        "[dataset]\nname = tiny\nreader = cifar\n[edition a]\ntrain = x 12\n"
        "trian = x\ntest = d/x 1 archive\n[edition b]\ntrain = x 1 sha256:12\n"
        "test = x many archive\n[edition c]\ntrain.1 = x\nnote.1 = y\n",
        "6: unknown key 'trian', did you mean 'train'?\n"
        "13: unknown key 'note.1', did you mean 'note'?\n"
        "5: expected FILE BYTES DIGEST (or FILE alone, to be told them), found 'x 12'\n"
        "7: expected a file's name without a folder, found 'd/x'\n"
        "9: expected sha256: with 64 or md5: with 32 hexadecimal digits, or archive, "
        "found 'sha256:12'\n"
        "10: expected a number of bytes, or - where it is not known, found 'many'\n"
        "11: expected a file for 'test' in [edition c], found none: 'none' is for sets of negatives alone\n");
    /* no labels beside images that are none; the train split is never none */
    assert_problems(state,
                    "[dataset]\nname = tiny\nreader = idx\n[edition a]\ntrain_images = a\ntrain_labels = b\n"
                    "test_images = none\n[edition b]\ntrain_images = a\ntrain_labels = b\ntest_images = c\n",
                    "8: expected a file for 'test_labels' in [edition b], found none\n");
    assert_problems(state,
                    "[dataset]\nname = tiny\nreader = cifar\n[edition a]\ntrain = x\ntest = x\n"
                    "[source a]\nkind = ftp\n[source b]\nkind = url\n[source c]\nkind = debian\n"
                    "package = x\nfolder = y\nurl = z\n[source d]\nkind = url\nurl = x\n"
                    "archive = y\nedition = z\n",
                    "7: expected a kind of folder, debian, url or npm in [source a], found 'ftp'\n"
                    "9: a source of kind 'url' needs a 'url' in [source b]\n"
                    "11: a source of kind 'debian' needs no 'url' in [source c]\n"
                    "14: expected a folder /... without '..', found 'y'\n"
                    "15: expected an address http://... or https://..., found 'z'\n"
                    "18: expected an address http://... or https://..., found 'x'\n"
                    "19: expected an archive with a checksum of its own, found 'y'\n"
                    "20: expected the name of an [edition], found 'z'\n");
    assert_problems(state,
                    "[dataset]\nname = tiny\nreader = idx\n[edition a]\ntrain_images = a\n"
                    "train_labels = b\ntest_images = c\ntest_images.2 = c\ntest_labels = d\n",
                    "8: expected one file of 'test_images', found another\n");
    assert_problems(state, "[dataset]\nname = tiny\nreader = images\n[edition a]\ntrain = a\ntest = b\nreading = old\n",
                    "7: expected 'any' in 'reading', found 'old'\n");
    assert_problems(state, "[dataset]\nname = tiny\nname = tiny\n",
                    "3: key 'name' stands twice in [dataset], first in line 2\n");
}

static void texts_are_text(void **state)
{
    assert_problems(
        state, "[dataset]\nname = tiny\nreader = images\nclasses = a\tb caf\xe9\n[edition a]\ntrain = x\ntest = y\n",
        "1: expected a class's name in UTF-8 without control characters and line ends, found 'caf\\xe9'\n");
    assert_problems(state,
                    "[dataset]\nname = tiny\nreader = images\ntitle = a \x1b[31mb\nclasses = a b\x7f\n"
                    "[edition a]\ntrain = x\ntest = y\x01\n",
                    "4: expected text without control characters in 'title'\n"
                    "5: expected text without control characters in 'classes'\n"
                    "8: expected text without control characters in 'test'\n");
}

/* An entry may come from anybody: no word of it leaves the set's folder, is an option or is run. */
static void words_that_would_leave_the_folder(void **state)
{
    assert_problems(
        state,
        "[dataset]\nname = tiny\nreader = cifar\n[edition a]\ntrain = -o\ntest = ../x\n[source a]\nkind = url\n"
        "url.1 = -K.\nurl.2 = file:///etc\nurl.3 = https://a/ -o x\nsuffix = /../../x\nfolder = a/../../b\n"
        "[source b]\nkind = npm\npackage = ./evil\nfolder = /etc\n[source c]\nkind = debian\n"
        "package = x; rm y\nfolder = /usr/../etc\n",
        "5: expected a file's name without a folder and with no '-' first, found '-o'\n"
        "6: expected a file's name without a folder, found '../x'\n"
        "9: expected an address http://... or https://..., found '-K.'\n"
        "10: expected an address http://... or https://..., found 'file:///etc'\n"
        "11: expected an address http://... or https://..., found 'https://a/ -o x'\n"
        "12: expected an ending like .gz, found '/../../x'\n"
        "13: expected a folder below the source's own, without '..', found 'a/../../b'\n"
        "16: expected a package of the npm registry with its version, NAME@1.2.3, found './evil'\n"
        "17: expected a folder below the source's own, without '..', found '/etc'\n"
        "20: expected a Debian package, found 'x; rm y'\n"
        "21: expected a folder /... without '..', found '/usr/../etc'\n");
}

/* NAME is part of paths: of the prepared file and of the folder of downloads. */
static void names_that_are_no_files(void **state)
{
    static const char *const names[] = { "..", ".", ".hidden", "-rf" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct catalogue_entry c;
        struct text problems = TEXT_INIT, text = TEXT_INIT, file = TEXT_INIT;
        text_format(&file, "%s.ini", names[i]);
        text_format(&text, "[dataset]\nname = %s\nreader = cifar\n[edition a]\ntrain = x\ntest = y\n", names[i]);
        char *path = folder_file(state, file.s, text.s, text.length);
        assert_int_equal(catalogue_find(&c, *state, names[i], &problems), -1);
        assert_says(text_of(&problems), "unknown data set");
        catalogue_release(&c);
        text_clear(&problems);
        assert_int_equal(catalogue_read(&c, path, &problems), -1);
        assert_says(text_of(&problems), "expected a name of a-z 0-9 _ . - that is the file's too");
        catalogue_release(&c);
        free(path);
        text_release(&problems);
        text_release(&text);
        text_release(&file);
    }
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(classes_of_many_lines),
    IN_FOLDER(catalogue_of_everything),
    IN_FOLDER(names_of_classes_that_are_too_long),
    IN_FOLDER(catalogue_errors),
    IN_FOLDER(texts_are_text),
    IN_FOLDER(words_that_would_leave_the_folder),
    IN_FOLDER(names_that_are_no_files),
};

TEST_MAIN(tests, NULL, NULL)
