/* Files that are either whole or not there: written under a temporary name in the same
 * folder, flushed to the disk, then renamed. A crash, a full disk or a kill leaves at most
 * a file whose name starts with ".tmp-" (store/temporary.h). */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

struct atomic_file {
    FILE *stream;           /* write here */
    char *path, *temporary; /* the same in a folder that is temporary itself: it is flushed and renamed as a whole */
    int is_made_anew;       /* 1: not flushed to the disk */
    int reason;             /* errno of an atomic_write() that failed, or 0 */
};

/* What is no file, as a device or a FIFO, or a link to one, is refused; any other link is replaced. Where a user names
 * it, output_begin() (store/output.h) writes into it. */
int atomic_begin(struct atomic_file *f, const char *path, struct error *e);
/* Writes to the stream, and keeps why that failed, which atomic_commit() and output_commit() tell. */
void atomic_write(struct atomic_file *f, const void *bytes, size_t n);
/* Flushes, checks every write so far, fsyncs and renames; on failure nothing stays, but where it is the folder that
 * could not be flushed afterwards. */
int atomic_commit(struct atomic_file *f, struct error *e);
/* Throws the temporary file away. May be called after atomic_commit(), too, where there is none and it does nothing. */
void atomic_abandon(struct atomic_file *f);

int file_write(const char *path, const void *bytes, size_t n, struct error *e);
/* The same for what is compared and made anew by whoever needs it: not flushed, so that where the machine goes down it
 * may be there and be empty. Thousands are written in the time of a hundred. */
int file_write_unflushed(const char *path, const void *bytes, size_t n, struct error *e);
/* Whole file, NUL-terminated behind its `*n` bytes (`n` may be NULL); free(). NULL on failure. */
char *file_read(const char *path, size_t *n, struct error *e);
/* The same, but refused where there are more than `most` bytes, which are not waited for: a device may have no end. */
char *file_read_most(const char *path, size_t most, size_t *n, struct error *e);

/* rm of a file that may be missing */
int file_remove(const char *path, struct error *e);
/* The same of several files of a folder, in their order; `names` ends with NULL. Stops at the first that stays. */
int folder_remove_files(const char *folder, const char *const *names, struct error *e);
/* mkdir -p */
int folder_make(const char *path, struct error *e);
/* Flushes a folder to the disk, and with it the renames of files in it. Some file systems cannot do that, nor who may
 * not read the folder: there, which is no failure, a crash may undo a rename, but files are whole all the same. */
int folder_flush(const char *path, struct error *e);
/* rm -rf of a folder that may be missing; folders in it that their owner may not change are opened first */
int folder_remove(const char *path, struct error *e);
/* The names of a folder's files that end in `end`, without it, ascending, NULL-terminated; hidden files are left
 * out. split_free() frees; NULL and no names (*n) on failure. */
char **folder_stems(const char *folder, const char *end, size_t *n, struct error *e);
/* What other machines put into a folder a moment ago: a folder that is opened is asked for anew on a network's file
 * system, and so is what is in it. */
void folder_look_anew(const char *path);
/* A new folder under a temporary name, for what will be FOLDER/NAME; free(). NULL on failure. */
char *folder_begin(const char *folder, const char *name, struct error *e);
/* Gives such a folder its name, once the names of the files in it are on the disk. Another process's that is there
 * already and holds the same stays; this one is removed then. The caller flushes the folder around it. */
int folder_put(const char *temporary, const char *place, struct error *e);
/* A new folder TMPDIR/lisae-WHAT.XXXXXX, in /tmp without TMPDIR, for what nobody is to keep; free(). NULL: failed. */
char *folder_scratch(const char *what, struct error *e);
/* Removes the files and folders ".tmp-..." that killed programs left in a folder. What a living process makes stays:
 * see temporary_left(). */
void folder_sweep(const char *path);
/* The same for those of one file. */
void file_sweep(const char *path);
/* open(2) for a small file of the program's own in a folder that others may write, too: whatever else they put in its
 * place (a link, a FIFO) is refused. The file descriptor, or -1; `what` names it in the message: "lock". */
int file_open_own(const char *what, const char *path, int flags, struct error *e);
/* "a/b" from parts, NULL-terminated; free(). */
char *path_join(const char *first, ...) __attribute__((sentinel));
/* The last name of a path, a part of it: "" where it ends in a slash. */
const char *path_last(const char *path);
/* The folder that a file is in, with its slash, "" for the working folder; free(). */
char *path_folder(const char *path);
/* 0 only where it is sure that nothing is there: what the system does not let look at, reading it will tell. */
int path_exists(const char *path);
/* Are both one file, by whatever names and links? Not of what is no file: a device gives and takes. */
int path_same_file(const char *a, const char *b);
/* The same, and also where neither is there yet, and both would be. */
int path_same_place(const char *a, const char *b);
/* 1 where a folder is there, or a link to one. */
int path_is_folder(const char *path);

#endif
