#include "data/checked.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { MOST = 16 }; /* files; the oldest makes room */

/* What tells a file that was replaced or written to from the one that it was. */
struct known {
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec written, changed;
};

struct checked_sets {
    unsigned n; /* that were ever added: a process that is killed while it adds one has not counted it */
    struct known of[MOST];
};

struct checked_sets *checked_begin(void)
{
    void *shared = mmap(NULL, sizeof(struct checked_sets), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return shared == MAP_FAILED ? NULL : shared;
}

void checked_end(struct checked_sets *c)
{
    if (c)
        munmap(c, sizeof *c);
}

/* 0; -1 where there is no such file. */
static int look(struct known *k, const char *path)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return -1;
    *k = (struct known) { s.st_dev, s.st_ino, s.st_size, s.st_mtim, s.st_ctim };
    return 0;
}

static int is_same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static int is_same(const struct known *a, const struct known *b)
{
    return a->device == b->device && a->number == b->number && a->size == b->size &&
           is_same_time(&a->written, &b->written) && is_same_time(&a->changed, &b->changed);
}

static int is_known(const struct checked_sets *c, const struct known *k)
{
    for (unsigned i = 0; i < c->n && i < MOST; i++)
        if (is_same(&c->of[i], k))
            return 1;
    return 0;
}

/* Is the file still what it was before it was opened? */
static int is_still(const struct known *before, const char *path)
{
    struct known now;
    return look(&now, path) == 0 && is_same(before, &now);
}

int checked_open(struct dataset *d, struct checked_sets *c, const char *folder, const char *name, struct error *e)
{
    struct known before;
    char *path = dataset_path(folder, name);
    const int is_file = c && look(&before, path) == 0, known = is_file && is_known(c, &before);
    int bad = known ? dataset_peek(d, folder, name, e) : dataset_open(d, folder, name, e);
    const int still = !bad && is_file && is_still(&before, path);
    if (!bad && known && !still) {
        dataset_release(d);
        bad = dataset_open(d, folder, name, e);
    } else if (still && !known) {
        c->of[c->n % MOST] = before;
        c->n++;
    }
    free(path);
    return bad;
}
