/* Names of what is not finished: ".tmp-OWNER-NAME", beside the place where it will be. OWNER says which process of
 * which machine makes it, so that whoever finds it later knows whether somebody is still at it. No lock is needed for
 * that. */
#ifndef STORE_TEMPORARY_H
#define STORE_TEMPORARY_H

#include <stddef.h>

enum { OWNER_TEXT = 64 };

/* How long a thing of another machine is left alone after its last change, in seconds. Of a process on this machine it
 * is known whether it lives. */
enum { LEFT_AFTER = 24 * 60 * 60 };

/* This process: "MACHINE.PID.START". The machine's name is one of its boot and of the container, and START the time
 * when the process began, so that a number that is used again is another owner. */
void owner_self(char owner[OWNER_TEXT]);
/* 1 where the process is one of this machine and has ended; 0 where it lives, or nothing is known of it. */
int owner_gone(const char *owner);

/* A path FOLDER/.tmp-OWNER.RANDOM-NAME that nobody else has, for this process; free(). */
char *temporary_path(const char *folder, const char *name);
/* The NAME of such an entry of a folder; NULL where it is not of this form. */
const char *temporary_name(const char *entry);
/* 1 where nobody is at the entry any more; `folder` is open. 0 of one whose name is not of this form: somebody else may
 * have called something of his own ".tmp-notes". */
int temporary_left(int folder, const char *entry);

#endif
