/* Which names of files and classes are taken: they stand in lists of checksums, tables, pictures and messages. */
#ifndef DATA_NAMES_H
#define DATA_NAMES_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

/* -1 where a file's name has a control character, a line end among them; `what` names it in the message ("a file's
 * name"). Other bytes are free, since old disks have names in other encodings than UTF-8. */
int name_check(const char *what, const char *name, struct error *e);

/* The same for what is text in tables and pictures: UTF-8 without control characters (C0, C1, DEL), line and paragraph
 * separators and the two values that XML has no place for. */
int text_name_check(const char *what, const char *name, struct error *e);
/* That of a class. */
int class_name_check(const char *name, struct error *e);

/* Files whose names tell something: how many, and the first of them for a message. */
struct name_list {
    size_t n;
    struct text first;
};

void name_list_add(struct name_list *l, const char *name);
/* "'a', 'b' and 3 more" */
void name_list_print(const struct name_list *l, struct text *t);
void name_list_release(struct name_list *l);

#endif
