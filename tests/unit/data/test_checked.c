/* Sets that are known to be whole: the sum is taken once, and again of a file that is not the same any more. */
#include "support/tiny_set.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/checked.h"

/* The prepared set's file in memory, written to once: from then on the system sees no later write, so that the file can
 * be damaged while its size and times stay. */
struct damaged {
    char *path, *bytes, *pixels;
    size_t n;
};

static void open_file(struct damaged *f, const struct place *p)
{
    struct stat s;
    f->path = path_join(p->prepared, "tiny.lisae", NULL);
    const int fd = open(f->path, O_RDWR | O_CLOEXEC);
    assert_int_equal(fstat(fd, &s), 0);
    f->n = (size_t)s.st_size;
    f->bytes = mmap(NULL, f->n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_ptr_not_equal(f->bytes, MAP_FAILED);
    close(fd);
    f->pixels = memmem(f->bytes, f->n, TRAIN_X + 16, 16);
    assert_non_null(f->pixels);
    *(volatile char *)f->pixels = f->pixels[0];
}

static void close_file(struct damaged *f)
{
    munmap(f->bytes, f->n);
    free(f->path);
}

static int opens(const struct place *p, struct checked_sets *c)
{
    struct dataset d;
    struct error e;
    const int rc = checked_open(&d, c, p->prepared, "tiny", &e);
    if (rc)
        assert_says(e.text, "expected SHA-256");
    else
        assert_string_equal(d.name, "tiny");
    dataset_release(&d);
    return rc == 0;
}

static void begin(struct place *p, struct damaged *f)
{
    write_data(p->data);
    assert_fetched(p, "", p->data);
    open_file(f, p);
}

static void the_sum_is_taken_once(void **state)
{
    struct damaged f;
    begin(*state, &f);
    struct checked_sets *c = checked_begin();
    assert_true(opens(*state, c));
    f.pixels[0] ^= 1;
    assert_true(opens(*state, c));     /* which nobody sees */
    assert_false(opens(*state, NULL)); /* but who takes it anew */
    struct checked_sets *other = checked_begin();
    assert_false(opens(*state, other));
    assert_false(opens(*state, other)); /* what is not whole is not known */
    checked_end(other);
    checked_end(c);
    close_file(&f);
}

static void a_file_that_was_written_to_is_looked_at(void **state)
{
    struct damaged f;
    struct checked_sets *c = checked_begin();
    begin(*state, &f);
    assert_true(opens(*state, c));
    f.pixels[0] ^= 1;
    assert_int_equal(chmod(f.path, 0600), 0); /* its times are others now */
    assert_false(opens(*state, c));
    f.pixels[0] ^= 1;
    assert_true(opens(*state, c));
    checked_end(c);
    close_file(&f);
}

static void another_file_is_looked_at(void **state)
{
    struct damaged f;
    struct error e;
    struct checked_sets *c = checked_begin();
    begin(*state, &f);
    assert_true(opens(*state, c));
    f.pixels[0] ^= 1;
    assert_int_equal(file_write(f.path, f.bytes, f.n, &e), 0); /* in its place, of the same size */
    assert_false(opens(*state, c));
    checked_end(c);
    close_file(&f);
}

/* As a worker's runs do. */
static void processes_share_what_they_know(void **state)
{
    struct damaged f;
    int status;
    struct checked_sets *c = checked_begin();
    begin(*state, &f);
    const pid_t child = fork();
    if (child == 0)
        _exit(opens(*state, c) ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    f.pixels[0] ^= 1;
    assert_true(opens(*state, c));
    checked_end(c);
    close_file(&f);
}

static void what_is_not_there_is_told(void **state)
{
    const struct place *p = *state;
    struct dataset d;
    struct error e;
    struct checked_sets *c = checked_begin();
    assert_int_equal(checked_open(&d, c, p->prepared, "tiny", &e), -1);
    assert_says(e.text, "`lisae data fetch tiny` makes it");
    checked_end(c);
    checked_end(NULL);
}

static const struct CMUnitTest tests[] = {
    TEST(the_sum_is_taken_once),     TEST(a_file_that_was_written_to_is_looked_at),
    TEST(another_file_is_looked_at), TEST(processes_share_what_they_know),
    TEST(what_is_not_there_is_told),
};

TEST_MAIN(tests, NULL, NULL)
