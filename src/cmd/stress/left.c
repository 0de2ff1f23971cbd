#include "cmd/stress/left.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/experiment/gather.h"
#include "cmd/work/watch.h"
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

static int asks(const struct options *o, const struct plan *p)
{
    return p->stress.keys.run && !gather_is_read_only(o, p->experiment);
}

static int has_run(const struct plan *p, const char *id)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->runs[i].id, id) == 0)
            return 1;
    return 0;
}

static int same_request(const struct stress_request *a, const struct stress_request *b)
{
    struct text one = TEXT_INIT, other = TEXT_INIT;
    stress_request_print(a, &one);
    stress_request_print(b, &other);
    const int same = strcmp(text_of(&one), text_of(&other)) == 0;
    text_release(&one);
    text_release(&other);
    return same;
}

int stress_asked_before(const struct options *o, const struct plans *p, size_t i, size_t k)
{
    for (size_t before = 0; before < i; before++)
        if (asks(o, &p->of[before]) && has_run(&p->of[before], p->of[i].runs[k].id) &&
            same_request(&p->of[before].stress, &p->of[i].stress))
            return 1;
    return 0;
}

void stress_left_find(struct stress_left *s, const struct options *o, const struct plans *p)
{
    struct paces all = { 0 };
    *s = (struct stress_left) { 0 };
    for (size_t i = 0; i < p->n; i++) {
        const struct plan *plan = &p->of[i];
        if (!asks(o, plan))
            continue;
        for (size_t k = 0; k < plan->n; k++)
            if (!stress_asked_before(o, p, i, k))
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
