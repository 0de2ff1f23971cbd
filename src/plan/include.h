/* `include` of a spec: keys of other files, and the spec with these as one file. */
#ifndef PLAN_INCLUDE_H
#define PLAN_INCLUDE_H

#include "base/text.h"
#include "plan/plan.h"
#include "plan/spec.h"
#include "store/ini.h"

enum { INCLUDES_MAX = 100 }; /* files of one spec, with its own */

/* Adds the sections and keys of the files that [experiment] include names to a spec that was read, and those of the
 * files that these include. Names are relative to the file that has them, those of -D to the working folder. A file's
 * own key goes over one that it includes. -1 with lines in `problems`: a file that cannot be read, one that includes
 * itself, a key that two includes give and the file does not.
 * `*files`: the real paths of all files that could be opened, the spec's own first; split_free(). */
int spec_include(struct ini *ini, char ***files, struct text *problems);

/* Appends the spec as one file with what it includes, but for the included keys that no run depends on. */
void spec_as_one(const struct spec *s, const struct plan *p, struct text *out);

#endif
