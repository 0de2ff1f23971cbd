#include "run/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"
#include "store/ini.h"

/* BASE/.KIND-ID */
static char *beside(const char *base, const char *kind, const char *id)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s/.%s-%s", base, kind, id);
    return t.s;
}

/* A lock_try() also fails where another process only asks, for a moment, whether the lock is held (lock_held()). */
enum { TRIES = 3 };
static const struct timespec PAUSE = { 0, 20000000 };

int run_folder_begin(struct run_folder *f, const char *base, const char *id, int wait, struct error *e)
{
    *f = (struct run_folder) { .base = mem_string(base), .id = mem_string(id), .lock = { -1 } };
    char *lock = beside(base, "lock", id);
    int got = folder_make(base, e) ? -1 : wait ? (lock_take(&f->lock, lock, e) ? -1 : 1) : 0;
    for (int i = 0; i < TRIES && got == 0; i++) {
        if (i)
            nanosleep(&PAUSE, NULL);
        got = lock_try(&f->lock, lock, e);
    }
    free(lock);
    if (got > 0) { /* without the lock the temporary folder may be one that another worker fills */
        f->temporary = beside(base, "tmp", id);
        if (folder_remove(f->temporary, e) || folder_make(f->temporary, e))
            got = -1;
    }
    if (got <= 0)
        run_folder_abandon(f);
    return got > 0 ? 0 : got == 0 ? 1 : -1;
}

int run_folder_busy(const char *base, const char *id)
{
    char *path = beside(base, "lock", id);
    int busy = lock_held(path);
    free(path);
    return busy;
}

char *run_folder_file(const struct run_folder *f, const char *name)
{
    return path_join(f->temporary, name, NULL);
}

static void release(struct run_folder *f)
{
    lock_release(&f->lock);
    free(f->base);
    free(f->id);
    free(f->temporary);
    *f = (struct run_folder) { .lock = { -1 } };
}

int run_folder_commit(struct run_folder *f, struct error *e)
{
    char *final = path_join(f->base, f->id, NULL), *old = beside(f->base, "old", f->id);
    int bad = folder_remove(old, e);
    folder_flush(f->temporary);
    if (!bad && rename(final, old) && errno != ENOENT)
        bad = error_set(e, "cannot move '%s' away: %s", final, strerror(errno));
    if (!bad && rename(f->temporary, final))
        bad = error_set(e, "cannot rename '%s' to '%s': %s", f->temporary, final, strerror(errno));
    if (!bad) {
        folder_remove(old, NULL);
        folder_flush(f->base);
    }
    free(final);
    free(old);
    if (bad)
        run_folder_abandon(f);
    else
        release(f);
    return bad;
}

void run_folder_abandon(struct run_folder *f)
{
    if (f->temporary)
        folder_remove(f->temporary, NULL);
    release(f);
}

static void read_reason(const char *base, const char *id, char *reason, size_t room)
{
    struct error ignored;
    char *path = path_join(base, id, "reason.txt", NULL), *text = file_read(path, NULL, &ignored);
    snprintf(reason, room, "%.*s", text ? (int)strcspn(text, "\n") : 0, text ? text : "");
    free(text);
    free(path);
}

enum run_status run_folder_status(const char *base, const char *id, char *reason, size_t room)
{
    char *meta = path_join(base, id, "meta.ini", NULL);
    enum run_status result = RUN_MISSING;
    struct text problems = TEXT_INIT;
    struct ini ini;
    if (path_exists(meta)) {
        int bad = ini_read(&ini, meta, &problems);
        const char *status = bad ? NULL : ini_get(&ini, "run", "status");
        result = status && strcmp(status, "ok") == 0 ? RUN_OK : RUN_FAILED;
        if (reason && bad)
            snprintf(reason, room, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
        else if (reason && !status)
            snprintf(reason, room, "%s: expected 'status' in [run], found none", meta);
        else if (reason && result == RUN_FAILED)
            read_reason(base, id, reason, room);
        ini_release(&ini);
    }
    text_release(&problems);
    free(meta);
    return result;
}

long long run_folder_stamp(const char *base, const char *id)
{
    char *meta = path_join(base, id, "meta.ini", NULL);
    struct stat st;
    long long stamp = stat(meta, &st) == 0 ? (long long)st.st_mtim.tv_sec * 1000000000LL + st.st_mtim.tv_nsec : 0;
    free(meta);
    return stamp;
}

void run_progress_write(const char *base, const char *id, const struct run_progress *p)
{
    /* Written in place: half a line is no harm here, and a kill leaves no second file. */
    char *path = beside(base, "progress", id);
    FILE *f = fopen(path, "we");
    if (f) {
        fprintf(f, "%d %d %.6g %s\n", p->done, p->total, p->loss, p->stage);
        fclose(f);
    }
    free(path);
}

int run_progress_read(const char *base, const char *id, struct run_progress *p)
{
    char *path = beside(base, "progress", id), *content = NULL;
    struct error ignored;
    /* A killed worker's file stays, but not its lock. */
    int living = path_exists(path) && run_folder_busy(base, id) && (content = file_read(path, NULL, &ignored)) &&
                 sscanf(content, "%d %d %lf %31[^\n]", &p->done, &p->total, &p->loss, p->stage) == 4;
    free(content);
    free(path);
    return living;
}

void run_progress_remove(const char *base, const char *id)
{
    char *path = beside(base, "progress", id);
    unlink(path);
    free(path);
}
