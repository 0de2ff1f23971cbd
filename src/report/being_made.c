#include "report/being_made.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"

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
    const int bad = file_remove(path, e);
    free(path);
    return bad;
}

int being_made_lock(struct lock *lock, const char *folder, struct error *e)
{
    char *path = path_join(folder, ".lock", NULL), *mark = path_join(folder, NAME, NULL);
    int bad = path_exists(path) && access(path, W_OK) == 0 && lock_take(lock, path, e);
    if (!bad && path_exists(mark))
        bad = error_set(e,
                        "%s: expected tables of one call, found that the call which made them was stopped, or that "
                        "one makes them now: `lisae collect` of their spec makes them anew",
                        mark);
    free(path);
    free(mark);
    return bad ? -1 : 0;
}

int being_made_refuse(const char *folder, struct error *e)
{
    struct lock lock = { -1 };
    char *mark = path_join(folder, NAME, NULL);
    const int bad = path_exists(mark) && being_made_lock(&lock, folder, e);
    lock_release(&lock);
    free(mark);
    return bad ? -1 : 0;
}
