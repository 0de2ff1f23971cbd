/* The catalogue in several folders: of the user's own sets and of those that come with the program. */
#ifndef CMD_STOCK_CATALOGUES_H
#define CMD_STOCK_CATALOGUES_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "data/catalogue.h"

/* The entry of a set in the first of the folders (NULL-terminated, at least one) that has it; as catalogue_find(). */
int catalogues_find(struct catalogue_entry *c, const char *const *folders, const char *name, struct text *problems);

/* The names of all sets, sorted, none twice; as catalogue_list(). */
char **catalogues_list(const char *const *folders, size_t *n, struct error *e);

#endif
