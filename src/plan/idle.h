/* What a spec says and no run shows: keys that change nothing, and values that make the same run. */
#ifndef PLAN_IDLE_H
#define PLAN_IDLE_H

#include "plan/plan.h"
#include "plan/spec.h"

/* -1 with lines in `problems` where another key hides what a key says (both places are named), or two values of a key
 * make the same runs. A key at its default says nothing, nor does an included one that nothing depends on. Adds to the
 * plan's notes: keys that no detector of the spec depends on; values that make the same run in some places only. */
int plan_check_idle(struct plan *p, const struct spec *s, struct text *problems);

/* Does a run or first phase depend on this key? */
int plan_depends(const struct plan *p, const struct setting *k);

#endif
