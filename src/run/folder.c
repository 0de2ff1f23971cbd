#include "run/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "run/seal.h"
#include "store/file.h"
#include "store/ini.h"
#include "store/temporary.h"

/* BASE/.KIND-ID */
static char *beside(const char *base, const char *kind, const char *id)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s/.%s-%s", base, kind, id);
    return t.s;
}

/* ---- what is there ---- */

static void read_reason(const char *folder, char *reason, size_t room)
{
    struct error ignored;
    char *path = path_join(folder, "reason.txt", NULL), *text = file_read(path, NULL, &ignored);
    snprintf(reason, room, "%.*s", text ? (int)strcspn(text, "\n") : 0, text ? text : "");
    free(text);
    free(path);
}

/* Of a folder that has a meta.ini. `e` gets the reason where it is known. */
static enum run_status status_of(const char *folder, const char *id, struct error *e)
{
    struct ini ini;
    enum run_status result = RUN_FAILED;
    const char *status = NULL;
    error_set(e, "%s", "");
    if (seal_open(&ini, folder, e) == 0) {
        status = ini_get(&ini, "run", "status");
        if (!status)
            error_set(e, "%s: expected 'status' in [run], found none", ini.path);
        else if (strcmp(status, "ok") != 0)
            read_reason(folder, e->text, sizeof e->text);
        else if (seal_check(&ini, folder, id, SEAL_GLANCE, e) >= 0)
            result = RUN_OK;
    }
    if (result != RUN_OK && (!status || strcmp(status, "ok") == 0))
        seal_remedy(folder, e);
    ini_release(&ini);
    return result;
}

/* `e` gets why it is none that is done, where something is there. */
static enum run_status look(const char *base, const char *id, struct error *e)
{
    char *folder = path_join(base, id, NULL), *meta = path_join(folder, "meta.ini", NULL);
    enum run_status result = RUN_MISSING;
    struct stat s;
    if (stat(meta, &s) == 0 || (errno != ENOENT && errno != ENOTDIR))
        result = status_of(folder, id, e);
    free(folder);
    free(meta);
    return result;
}

enum run_status run_folder_status(const char *base, const char *id, char *reason, size_t room)
{
    struct error e;
    const enum run_status result = look(base, id, &e);
    if (reason && result == RUN_FAILED)
        snprintf(reason, room, "%s", e.text);
    return result;
}

/* May there be a whole result in the run's place, which the system does not let look at now? Then nothing is put there.
 * 0, or -1 with a message. */
static int expect_readable(const char *base, const char *id, struct error *e)
{
    struct error why;
    if (look(base, id, &why) != RUN_FAILED || !error_spares_file(&why))
        return 0;
    return error_set(e, "%s: what is there may be whole, and is left as it is", why.text);
}

/* ---- an attempt ---- */

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
    if (got > 0 && (expect_readable(base, id, e) || !(f->temporary = folder_begin(base, id, e))))
        got = -1;
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

const char *run_folder_attempt(const struct run_folder *f)
{
    return strrchr(f->temporary, '.') + 1;
}

void run_folder_touch(const struct run_folder *f)
{
    utimensat(AT_FDCWD, f->temporary, NULL, 0);
}

static void release(struct run_folder *f)
{
    lock_release(&f->lock);
    free(f->base);
    free(f->id);
    free(f->temporary);
    *f = (struct run_folder) { .lock = { -1 } };
}

/* Moves what is in the run's place to a temporary name of this process, and removes it. */
static int move_away(const char *base, const char *id, const char *final, struct error *e)
{
    char *old = temporary_path(base, id);
    int bad = rename(final, old) && errno != ENOENT;
    if (bad)
        error_system(e, "cannot move '%s' away", final);
    else
        folder_remove(old, NULL); /* else it is swept later */
    free(old);
    return bad ? -1 : 0;
}

/* 0 put in place, 1 another attempt's whole folder is there, -1 error. rename() replaces no folder that holds
 * something, so that of several attempts one is published, whatever the locks say. */
static int publish(const struct run_folder *f, const char *final, struct error *e)
{
    enum { ROUNDS = 100 }; /* each lost to another attempt that was published and was not whole */
    if (folder_flush(f->temporary, e))
        return -1;
    for (int i = 0; i < ROUNDS; i++) {
        if (rename(f->temporary, final) == 0)
            return folder_flush(f->base, e);
        if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
            break;
        if (run_folder_status(f->base, f->id, NULL, 0) == RUN_OK)
            return 1;
        if (expect_readable(f->base, f->id, e) || move_away(f->base, f->id, final, e))
            return -1;
    }
    return error_system(e, "cannot rename '%s' to '%s'", f->temporary, final);
}

int run_folder_commit(struct run_folder *f, struct error *e)
{
    char *final = path_join(f->base, f->id, NULL);
    int result = publish(f, final, e);
    if (result) {
        run_folder_abandon(f);
    } else {
        /* with the result in its place whoever waited for the lock finds it, and so does who makes a new one */
        char *lock = beside(f->base, "lock", f->id);
        unlink(lock);
        free(lock);
        release(f);
    }
    free(final);
    return result;
}

void run_folder_abandon(struct run_folder *f)
{
    if (f->temporary)
        folder_remove(f->temporary, NULL);
    release(f);
}

int run_folder_discard(const char *base, const char *id, struct error *e)
{
    struct lock lock = { -1 };
    char *path = beside(base, "lock", id), *final = path_join(base, id, NULL);
    int got = lock_try(&lock, path, e), bad = got < 0 || (got && move_away(base, id, final, e));
    if (got > 0 && !bad)
        unlink(path); /* who waits for it has a file without a name then, which costs the saving and no more */
    lock_release(&lock);
    free(path);
    free(final);
    return bad ? -1 : got == 0;
}

/* The run that an entry says somebody is at, or NULL. */
static const char *living(const char *base, int folder, const char *entry)
{
    static const char LOCK[] = ".lock-";
    const char *attempted = temporary_name(entry);
    if (attempted)
        return temporary_left(folder, entry) ? NULL : attempted;
    return starts_with(entry, LOCK) && run_folder_busy(base, entry + strlen(LOCK)) ? entry + strlen(LOCK) : NULL;
}

char **run_folders_living(const char *base, size_t *n)
{
    DIR *folder = opendir(base);
    char **ids = mem_zero(1, sizeof *ids);
    *n = 0;
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *id = living(base, dirfd(folder), entry->d_name);
        if (!id)
            continue;
        ids = mem_resize(ids, *n + 2, sizeof *ids);
        ids[(*n)++] = mem_string(id);
        ids[*n] = NULL;
    }
    if (folder)
        closedir(folder);
    return ids;
}

/* Of a run that nobody is at. */
static void sweep_lock(const char *base, const char *id)
{
    struct lock lock = { -1 };
    char *path = beside(base, "lock", id);
    if (lock_try(&lock, path, NULL) == 1)
        unlink(path);
    lock_release(&lock);
    free(path);
}

void run_folders_sweep(const char *base)
{
    static const char PROGRESS[] = ".progress-", LOCK[] = ".lock-";
    folder_sweep(base);
    DIR *folder = opendir(base);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *name = entry->d_name;
        if (starts_with(name, PROGRESS) && !run_folder_busy(base, name + strlen(PROGRESS)))
            unlinkat(dirfd(folder), name, 0);
        else if (starts_with(name, LOCK))
            sweep_lock(base, name + strlen(LOCK));
    }
    if (folder)
        closedir(folder);
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
    int fd = file_open_own("progress", path, O_WRONLY | O_CREAT | O_TRUNC, NULL);
    if (fd >= 0) {
        dprintf(fd, "%d %d %.6g %s\n", p->done, p->total, p->loss, p->stage);
        close(fd);
    }
    free(path);
}

int run_progress_read(const char *base, const char *id, struct run_progress *p)
{
    char *path = beside(base, "progress", id), line[128] = "";
    int fd = file_open_own("progress", path, O_RDONLY, NULL);
    ssize_t n = fd >= 0 ? read(fd, line, sizeof line - 1) : -1;
    line[n > 0 ? n : 0] = '\0';
    if (fd >= 0)
        close(fd);
    free(path);
    /* A killed worker's file stays, but not its lock. */
    return n > 0 && run_folder_busy(base, id) &&
           sscanf(line, "%d %d %lf %31[^\n]", &p->done, &p->total, &p->loss, p->stage) == 4;
}

int run_progress_remove(const char *base, const char *id, struct error *e)
{
    char *path = beside(base, "progress", id);
    const int bad = file_remove(path, e);
    free(path);
    return bad;
}
