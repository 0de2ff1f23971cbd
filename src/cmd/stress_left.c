#include "cmd/stress_left.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/gather.h"
#include "cmd/watch.h"
#include "run/stressed.h"

/* Of one detector, or of all. */
struct pace_of {
    const struct detector *detector;
    size_t done, left;
    double seconds; /* of those that are done */
};

struct paces {
    struct pace_of *of;
    size_t n;
};

static struct pace_of *of_detector(struct paces *p, const struct detector *d)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i].detector == d)
            return &p->of[i];
    p->of = mem_resize(p->of, p->n + 1, sizeof *p->of);
    p->of[p->n] = (struct pace_of) { .detector = d };
    return &p->of[p->n++];
}

static void add(struct stress_left *s, struct paces *all, const struct run *r, const char *results,
                const struct stress_request *request)
{
    struct pace_of *one = of_detector(all, r->detector);
    if (stressed_cannot_be(r))
        return;
    s->asked++;
    if (!stressed_done(r, results, request)) {
        s->left++;
        one->left++;
        return;
    }
    const double seconds = stressed_seconds(r, results, request);
    if (seconds >= 0) {
        one->done++;
        one->seconds += seconds;
    }
}

static double seconds_left(const struct paces *p)
{
    struct pace_of all = { 0 };
    double seconds = 0;
    for (size_t i = 0; i < p->n; i++) {
        all.done += p->of[i].done;
        all.seconds += p->of[i].seconds;
    }
    if (!all.done)
        return -1;
    for (size_t i = 0; i < p->n; i++) {
        const struct pace_of *by = p->of[i].done ? &p->of[i] : &all;
        seconds += (double)p->of[i].left * by->seconds / (double)by->done;
    }
    return seconds;
}

void stress_left_find(struct stress_left *s, const struct options *o, const struct plans *p)
{
    struct paces all = { 0 };
    *s = (struct stress_left) { 0 };
    for (size_t i = 0; i < p->n; i++) {
        const struct plan *plan = &p->of[i];
        if (!plan->stress.keys.run || gather_is_read_only(o, plan->experiment))
            continue;
        for (size_t k = 0; k < plan->n; k++)
            add(s, &all, &plan->runs[k], o->results, &plan->stress);
    }
    s->seconds = seconds_left(&all);
    free(all.of);
}

void stress_left_append(struct text *out, const struct stress_left *s, int jobs)
{
    char time[32];
    if (!s->asked)
        return;
    text_format(out, "stress tests: %zu done, %zu left", s->asked - s->left, s->left);
    if (s->left && s->seconds < 0) {
        text_append(out, "; how long one takes is not known before one is done");
    } else if (s->left) {
        duration_text(pace_clock(s->seconds, s->left, jobs), time, sizeof time);
        text_format(out, ", about %s with -j %d", time, jobs);
    }
    text_append(out, "\n");
}
