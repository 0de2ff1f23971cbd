#include "run/pace.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/outcome.h"
#include "store/file.h"
#include "store/ini.h"

/* Less than this in all says nothing: starting a process takes as long. */
static const double SECONDS_LEAST = 1;

/* Runs of a detector of which the times are read; more say the same of it. */
enum { MOST = 200 };

static double number(const struct ini *meta, const char *key)
{
    const char *text = ini_get(meta, "run", key);
    double value;
    return text && parse_double(text, &value) == 0 ? value : 0;
}

/* Training and scoring of a run that is done, 0 where that is not known. */
static double seconds_of(const struct plan *p, const struct run *r, const char *results)
{
    struct ini meta;
    struct text ignored = TEXT_INIT;
    char *base = outcome_place(p->experiment, r, results), *path = path_join(base, r->id, "meta.ini", NULL);
    double seconds = 0;
    int bad = ini_read(&meta, path, &ignored); /* not there, or damaged */
    const char *status = bad ? NULL : ini_get(&meta, "run", "status");
    if (status && strcmp(status, "ok") == 0)
        seconds = number(&meta, "train_s") + number(&meta, "score_s");
    ini_release(&meta);
    text_release(&ignored);
    free(base);
    free(path);
    return seconds;
}

static void add(struct pace *pace, const struct detector *d, double work, double seconds)
{
    if (seconds <= 0 || work <= 0)
        return;
    pace->operations[suite_place(pace->suite, d)] += work;
    pace->seconds[suite_place(pace->suite, d)] += seconds;
}

void pace_init(struct pace *pace, const struct plan *p, const char *results, double sgemm)
{
    *pace = (struct pace) { .suite = p->suite,
                            .operations = mem_zero(p->suite->n, sizeof(double)),
                            .seconds = mem_zero(p->suite->n, sizeof(double)),
                            .speed = (sgemm > 0 ? sgemm : PACE_SGEMM) / 2 };
    size_t *looked = mem_zero(p->suite->n, sizeof *looked);
    for (size_t i = 0; i < p->n_phase1 + p->n; i++) {
        const struct run *r = i < p->n_phase1 ? &p->phase1[i] : &p->runs[i - p->n_phase1];
        if (looked[suite_place(pace->suite, r->detector)]++ >= MOST)
            continue;
        double seconds = seconds_of(p, r, results);
        if (seconds > 0)
            add(pace, r->detector, run_work(r), seconds);
    }
    free(looked);
}

void pace_learn(struct pace *pace, const struct plan *p, const struct run *r, double work, const char *results)
{
    add(pace, r->detector, work, seconds_of(p, r, results));
}

void pace_release(struct pace *pace)
{
    free(pace->operations);
    free(pace->seconds);
    *pace = (struct pace) { 0 };
}

double pace_seconds(const struct pace *pace, const struct detector *d, double work)
{
    size_t i = suite_place(pace->suite, d);
    if (pace->seconds[i] > SECONDS_LEAST)
        return work * pace->seconds[i] / pace->operations[i];
    return work / pace->speed;
}

double pace_clock(double seconds, size_t units, int jobs)
{
    size_t at_once = units < (size_t)jobs ? units : (size_t)jobs;
    return at_once ? seconds / (double)at_once : 0;
}
