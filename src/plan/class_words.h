/* Classes as a spec names them: by name or number, several with blanks between.
 *
 * A name as it is written goes before one that differs in case, or has blanks where '-' is written. What can be read in
 * two ways (one class's name is another's number, a name with a blank is two names as well, a name in another case fits
 * two classes) is refused with both; 'name:1' and 'number:1' say which is meant. */
#ifndef PLAN_CLASS_WORDS_H
#define PLAN_CLASS_WORDS_H

#include "base/error.h"
#include "data/dataset.h"
#include "data/task.h"

/* 0, or -1 with a message. */
int class_words_read(const char *text, const struct dataset *set, struct class_list *list, struct error *e);

/* -1 with a message where the word of a spec is a class's name, too; `instead`: what else may be written for it. */
int class_words_free(const char *word, const char *instead, const struct dataset *set, struct error *e);

#endif
