/* The files below a folder, in an order that does not depend on the file system. */
#ifndef DATA_TREE_H
#define DATA_TREE_H

#include <stddef.h>

#include "base/error.h"

struct tree {
    char **files; /* paths relative to the folder, sorted byte by byte, NULL-terminated */
    size_t n;
    char **hidden; /* likewise the files and folders that are left out, since their names start with a dot */
    size_t n_hidden;
};

/* tree_release(). A file's name that name_check() refuses is an error. */
int tree_read(struct tree *t, const char *folder, struct error *e);
void tree_release(struct tree *t);

#endif
