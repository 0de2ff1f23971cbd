#include "cmd/experiment/space.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/memory_limit.h"

static const double GIB = 1073741824;

/* What one process may have here. */
static double machine_room(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
    double bytes = pages > 0 && size > 0 ? (double)pages * (double)size : INFINITY;
    static const int limits[] = { RLIMIT_AS, RLIMIT_DATA };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit limit;
        if (getrlimit(limits[i], &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
            bytes = fmin(bytes, (double)limit.rlim_cur);
    }
    return fmin(bytes, memory_limit(""));
}

static double room(const struct options *o)
{
    const char *launch = getenv("LAUNCH");
    if (o->memory_gib > 0)
        return o->memory_gib * GIB;
    return o->slurm || (launch && *launch) ? INFINITY : machine_room(); /* other machines' is not known */
}

struct need {
    const struct run *run; /* NULL: none yet */
    double bytes;
};

/* The one of the runs that needs most; `todo` (NULL: all) says which count, `detector` (NULL: any) whose. */
static void look(struct need *most, const struct run *runs, size_t n, const unsigned char *todo,
                 const struct detector *detector)
{
    for (size_t i = 0; i < n; i++) {
        if ((todo && !todo[i]) || (detector && runs[i].detector != detector))
            continue;
        const double bytes = run_memory(&runs[i]);
        if (!most->run || bytes > most->bytes)
            *most = (struct need) { &runs[i], bytes };
    }
}

static struct need largest(const struct plan *p, const struct left *left, const struct detector *detector)
{
    struct need most = { NULL, 0 };
    look(&most, p->runs, p->n, left ? left->runs : NULL, detector);
    look(&most, p->phase1, p->n_phase1, left ? left->phase1 : NULL, detector);
    return most;
}

int space_check(const struct options *o, const struct plan *p, const struct left *left)
{
    const double allowed = room(o);
    int code = EXIT_OK;
    for (size_t i = 0; i < p->suite->n; i++) {
        const struct detector *d = p->suite->detectors[i];
        const struct need most = largest(p, left, d);
        if (most.run && most.bytes > allowed)
            code = complain(
                EXIT_USAGE,
                "detector '%s': run %s (%s, class %s) needs about %.3g GiB of memory, there is %.3g: take fewer "
                "or smaller images, or allow more with --memory GIB",
                d->name, most.run->id, most.run->dataset, most.run->positive, most.bytes / GIB, allowed / GIB);
    }
    return code;
}

void space_print_largest(const struct plan *p, struct text *out)
{
    const struct need most = largest(p, NULL, NULL);
    if (most.run)
        text_format(out, "%.2g GiB (%s, %s)", most.bytes / GIB, most.run->detector->name, most.run->id);
}

/* Its folder, and in it (docs/results.md) spec.ini, meta.ini, scores.csv.gz and model.lisae; of a first phase spec.ini,
 * meta.ini and model.lisae. */
enum { OF_RUN = 5, OF_PHASE1 = 4 };

size_t space_files(size_t n_runs, size_t n_phase1)
{
    return n_runs * OF_RUN + n_phase1 * OF_PHASE1;
}

/* The same for the folder above, for as long as there is none. */
static int find_system(const char *results, struct statvfs *s)
{
    char *path = mem_string(results), *end;
    int bad = statvfs(path, s);
    while (bad && (end = strrchr(path, '/')) && end != path) {
        *end = '\0';
        bad = statvfs(path, s);
    }
    free(path);
    return bad && *results != '/' ? statvfs(".", s) : bad;
}

void space_warn_of_files(const char *results, const struct left *left)
{
    struct statvfs s;
    const size_t files = space_files(left->n_runs, left->n_phase1);
    if (!files || find_system(results, &s) || s.f_files == 0 || (double)s.f_favail >= (double)files)
        return;
    fprintf(
        stderr,
        "'%s': its file system has room for %.0f files more, what is left to do makes up to %zu; --no-models leaves "
        "out one of each run\n",
        results, (double)s.f_favail, files);
}
