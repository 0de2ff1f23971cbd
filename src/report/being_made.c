#include "report/being_made.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"

/* A folder may have tables of both, and each takes only its own file away. */
static const struct {
    const char *file, *command;
} makers[MAKERS] = {
    [MAKER_COLLECT] = { "being-made.txt", "lisae collect" },
    [MAKER_INCREMENTAL] = { "being-made-incremental.txt", "lisae incremental" },
};

static char *mark_of(const char *folder, enum table_maker maker)
{
    return path_join(folder, makers[maker].file, NULL);
}

int being_made_begin(const char *folder, enum table_maker maker, struct error *e)
{
    struct text says = TEXT_INIT;
    char *path = mark_of(folder, maker);
    text_format(&says,
                "The tables beside this file are being made. Where nothing works here any more, the call was stopped, "
                "and they are\nof two calls: `%s` of their spec makes them anew.\n",
                makers[maker].command);
    const int bad = file_write(path, text_of(&says), says.length, e);
    text_release(&says);
    free(path);
    return bad;
}

int being_made_end(const char *folder, enum table_maker maker, struct error *e)
{
    char *path = mark_of(folder, maker);
    const int bad = file_remove(path, e);
    free(path);
    return bad;
}

/* The first maker whose file is there; MAKERS where there is none. */
static enum table_maker find_mark(const char *folder)
{
    int maker = 0;
    for (; maker < MAKERS; maker++) {
        char *path = mark_of(folder, maker);
        const int found = path_exists(path);
        free(path);
        if (found)
            break;
    }
    return maker;
}

int being_made_lock(struct lock *lock, const char *folder, struct error *e)
{
    char *path = path_join(folder, ".lock", NULL);
    int bad = path_exists(path) && access(path, W_OK) == 0 && lock_take(lock, path, e);
    const enum table_maker maker = find_mark(folder);
    if (!bad && maker < MAKERS)
        bad = error_set(e,
                        "%s/%s: expected tables of one call, found that the call which made them was stopped, or that "
                        "one makes them now: `%s` of their spec makes them anew",
                        folder, makers[maker].file, makers[maker].command);
    free(path);
    return bad ? -1 : 0;
}

int being_made_refuse(const char *folder, struct error *e)
{
    struct lock lock = { -1 };
    const int bad = find_mark(folder) < MAKERS && being_made_lock(&lock, folder, e);
    lock_release(&lock);
    return bad ? -1 : 0;
}
