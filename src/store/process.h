/* Other programs, started without a shell, which die with the program that started them; and how this one does, with
 * another that it has not been started by directly. */
#ifndef STORE_PROCESS_H
#define STORE_PROCESS_H

#include "base/error.h"

/* Runs argv[0], found on PATH, in `folder` (NULL: here) and waits for it. Its output and its
 * messages go to the file `output` (NULL: to standard error), nothing is read from standard
 * input. -1 where it cannot be started or does not end with exit code 0; the message has the
 * last line of the file. */
int process_run(const char *const *argv, const char *folder, const char *output, struct error *e);

/* The same for a program that is not trusted with the disk: none of its files may grow beyond `most` bytes. */
int process_run_within(const char *const *argv, const char *folder, const char *output, long long most,
                       struct error *e);

/* Has this process end (SIGTERM) within a second when the one ends that `owner` names (owner_self(),
 * store/temporary.h), however it ends and whatever stands between. One of another machine is not watched. -1 where it
 * has ended already. */
int process_follow(const char *owner, struct error *e);

#endif
