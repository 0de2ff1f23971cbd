/* Locks between processes on one file: flock(2), so that the kernel lets go of it when
 * its holder dies, however it dies.
 *
 * They save work that would be done twice, no more: on a file system without locks everybody gets every lock, and some
 * network's say yes to all. So what a lock guards must be right without it, too. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/error.h"

struct lock {
    int fd;
};

/* Waits for the lock; the file is made where it is missing and stays (file_open_own()). 0 or -1. */
int lock_take(struct lock *l, const char *path, struct error *e);
/* Waits for the lock on a file that is open; close() lets go of it. 0 or -1, where 'path' is only named. */
int lock_open(int fd, const char *path, struct error *e);
/* Does not wait: 1 taken, 0 somebody else has it, -1 error. */
int lock_try(struct lock *l, const char *path, struct error *e);
/* 1 where somebody has the lock. It needs no right to write the file. It holds a shared lock for a moment: another
 * lock_held() does not see that, but a lock_try() fails then. */
int lock_held(const char *path);
void lock_release(struct lock *l);

#endif
