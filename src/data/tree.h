/* The files below a folder, in an order that does not depend on the file system. */
#ifndef DATA_TREE_H
#define DATA_TREE_H

#include <stddef.h>

#include "base/error.h"

/* Paths relative to `folder`, sorted byte by byte, NULL-terminated (split_free()); NULL on
 * failure. Files and folders whose name starts with a dot are left out. */
char **tree_list(const char *folder, size_t *n, struct error *e);

#endif
