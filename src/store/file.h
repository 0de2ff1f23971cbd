/* Files that are either whole or not there: written under a temporary name in the same
 * folder, flushed to the disk, then renamed. A crash, a full disk or a kill leaves at most
 * a file whose name starts with ".tmp-". */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

struct atomic_file {
    FILE *stream; /* write here */
    char *path, *temporary;
};

int atomic_begin(struct atomic_file *f, const char *path, struct error *e);
/* Flushes, checks every write so far, fsyncs and renames; on failure nothing stays. */
int atomic_commit(struct atomic_file *f, struct error *e);
/* Throws the temporary file away. May be called after atomic_commit(), too, where there is none and it does nothing. */
void atomic_abandon(struct atomic_file *f);

int file_write(const char *path, const void *bytes, size_t n, struct error *e);
/* Whole file, NUL-terminated behind its `*n` bytes (`n` may be NULL); free(). NULL on failure. */
char *file_read(const char *path, size_t *n, struct error *e);

/* mkdir -p */
int folder_make(const char *path, struct error *e);
/* Flushes a folder to the disk, and with it the renames of files in it. Some file systems cannot do that: there a
 * crash may undo a rename, but files are whole all the same. */
void folder_flush(const char *path);
/* rm -rf of a folder that may be missing; folders in it that their owner may not change are opened first */
int folder_remove(const char *path, struct error *e);
/* The names of a folder's files that end in `end`, without it, ascending, NULL-terminated; hidden files are left
 * out. split_free() frees; NULL on failure. */
char **folder_stems(const char *folder, const char *end, size_t *n, struct error *e);
/* Removes the files ".tmp-..." that killed programs left in a folder. The caller must hold a lock that all take who
 * write into the folder: a file that somebody is writing has such a name, too. */
void folder_sweep(const char *path);
/* The same for those of one file. Only for who holds a lock that all writers of this file take. */
void file_sweep(const char *path);
/* "a/b" from parts, NULL-terminated; free(). */
char *path_join(const char *first, ...) __attribute__((sentinel));
int path_exists(const char *path);

#endif
