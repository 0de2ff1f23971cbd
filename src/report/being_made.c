#include "report/being_made.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"
#include "store/lock.h"

static const char NAME[] = "being-made.txt";
static const char SAYS[] = "The tables beside this file are being made. Where nothing works here any more, the call "
                           "was stopped, and they are\nof two calls: `lisae collect` of their spec makes them anew.\n";

int being_made_begin(const char *folder, struct error *e)
{
    char *path = path_join(folder, NAME, NULL);
    const int bad = file_write(path, SAYS, strlen(SAYS), e);
    free(path);
    return bad;
}

int being_made_end(const char *folder, struct error *e)
{
    char *path = path_join(folder, NAME, NULL);
    const int bad = unlink(path) != 0 && errno != ENOENT ? error_system(e, "cannot remove '%s'", path) : 0;
    free(path);
    return bad;
}

/* Until nobody writes into the folder; at once where its lock is not there, or not ours to take. */
static int wait_for_writer(const char *folder, struct error *e)
{
    struct lock lock = { -1 };
    char *path = path_join(folder, ".lock", NULL);
    const int bad = path_exists(path) && access(path, W_OK) == 0 && lock_take(&lock, path, e);
    lock_release(&lock);
    free(path);
    return bad;
}

int being_made_refuse(const char *folder, struct error *e)
{
    char *path = path_join(folder, NAME, NULL);
    int bad = 0;
    if (path_exists(path) && !(bad = wait_for_writer(folder, e)) && path_exists(path))
        bad = error_set(e,
                        "%s: expected tables of one call, found that the call which made them was stopped, or that "
                        "one makes them now: `lisae collect` of their spec makes them anew",
                        path);
    free(path);
    return bad ? -1 : 0;
}
