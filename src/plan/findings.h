/* What expanding a grid finds, a line for each kind however many runs it touches: "WHERE: MESSAGE, and 119 more like
 * it". Where two are alike and an error, both are said. */
#ifndef PLAN_FINDINGS_H
#define PLAN_FINDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "detect/suite.h"
#include "plan/spec.h"

enum finding_kind {
    WRONG,      /* an error */
    IMPOSSIBLE, /* a combination that cannot be: left out, an error only where nothing else of its detector is left */
    SURPRISING  /* no fault, but said */
};

struct finding {
    enum finding_kind kind;
    const char *where;
    const char *alike;               /* findings of one kind, place and detector with this text are alike */
    const struct detector *detector; /* whose runs it touches; NULL: those of all */
    size_t n_runs;                   /* how many of each such detector */
};

/* Findings that are alike. */
struct finding_group {
    struct finding first;   /* its texts are the group's own */
    char *message, *second; /* of the first one, and of the first that differs from it; NULL: none does */
    uint64_t *seen;         /* of each one's message; equal ones count once */
    size_t n_seen, n_runs;  /* n_runs: of all detectors together */
};

struct findings {
    const struct suite *suite;
    struct finding_group *of;
    size_t n;
    size_t *left; /* (of the suite) runs of each detector that can be, or could, were there nothing wrong */
};

/* What is left of a message when its numbers are taken off: the reason, whichever class or run it is about; free(). */
char *finding_without_numbers(const char *message);

void findings_init(struct findings *l, const struct suite *suite);
void findings_release(struct findings *l);

/* Counts runs that can be. `d` NULL: of every detector. */
void findings_left(struct findings *l, const struct detector *d, size_t n_runs);
/* Keeps a finding; of runs that are wrong something would be left. Returns -1. */
int findings_add(struct findings *l, const struct finding *f, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a line for each group to `problems` (what is wrong, and what cannot be where that leaves nothing of one of the
 * spec's detectors) or else to `notes`. -1 where there is a problem. */
int findings_tell(struct findings *l, const struct spec_values *detectors, struct text *problems, struct text *notes);

#endif
