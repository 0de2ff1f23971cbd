/* What a plan knew of its data sets, beside the results that it gave: a table with a row for each class. From it the
 * same runs are planned where the prepared sets are gone, so that their tables can still be made. */
#ifndef PLAN_SETS_NOTED_H
#define PLAN_SETS_NOTED_H

#include "plan/sets.h"

#define SETS_NOTED_COLUMNS "dataset,edition,payload,height,width,channels,class,name,train,test"

/* All sets that were looked up; `train` and `test` are numbers of images. */
int sets_note(const struct sets *s, const char *path, struct error *e);

/* The set of this name, `gone`: without pixels and labels. NULL with an empty text in `e` where there is no such file
 * or it does not have the set, else with what is wrong in the file. set_free(). */
struct set *sets_noted(const char *path, const char *name, struct error *e);

#endif
