/* Tables of an experiment are several files, each written as a whole, but one after the other: a call that is stopped
 * between leaves new ones beside those of before, and each of them looks finished. So a file in their folder says that
 * they are being made, from before the first until after the last. */
#ifndef REPORT_BEING_MADE_H
#define REPORT_BEING_MADE_H

#include "base/error.h"
#include "store/lock.h"

/* What makes tables, all that it makes anew each time. */
enum table_maker { MAKER_COLLECT, MAKER_INCREMENTAL, MAKERS };

/* Around the writing of tables into `folder`, which is there. The end is left out where a table could not be written.
 * 0 or -1. */
int being_made_begin(const char *folder, enum table_maker maker, struct error *e);
int being_made_end(const char *folder, enum table_maker maker, struct error *e);
/* Waits until nobody makes tables in the folder, and keeps others from it until lock_release(), which is the caller's
 * either way; at once where the folder's lock is not there, or not ours to take. 0; -1 where the call that made its
 * tables was stopped. */
int being_made_lock(struct lock *lock, const char *folder, struct error *e);
/* Before tables are read: the same where a call seems to make them, without keeping others from it. A folder that is
 * not there is one without such a call. */
int being_made_refuse(const char *folder, struct error *e);

#endif
