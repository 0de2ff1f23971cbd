#include "run/stock.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "run/folder.h"
#include "run/places.h"
#include "store/file.h"
#include "store/ini.h"

/* The sizes of a folder's files, and the time of the newest; a link is itself, wherever it leads. */
static void measure(struct stored *r, const char *folder)
{
    struct stat s;
    DIR *d = opendir(folder);
    for (const struct dirent *f; d && (f = readdir(d));)
        if (fstatat(dirfd(d), f->d_name, &s, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(s.st_mode)) {
            r->bytes += (double)s.st_size;
            r->newest = s.st_mtime > r->newest ? s.st_mtime : r->newest;
        }
    if (d)
        closedir(d);
}

/* A damaged file has no values, and is listed all the same; one that the system does not let read is an error. */
static int copy_value(char *to, size_t room, const char *folder, const char *file, const char *section, const char *key,
                      struct error *e)
{
    struct ini ini = { 0 };
    struct text ignored = TEXT_INIT;
    size_t n = 0;
    char *path = path_join(folder, file, NULL), *bytes = file_read(path, &n, e);
    const int bad = !bytes && error_spares_file(e);
    const char *value = bytes && ini_read_bytes(&ini, path, bytes, n, &ignored) == 0 ? ini_get(&ini, section, key)
                                                                                     : NULL;
    if (value)
        snprintf(to, room, "%s", value);
    ini_release(&ini);
    text_release(&ignored);
    free(path);
    free(bytes);
    return bad ? -1 : 0;
}

/* What else is there (no folder, a link, a folder without meta.ini) is no run's. */
static int is_run(const char *folder, const char *id)
{
    struct stat s;
    char *meta = path_join(folder, "meta.ini", NULL);
    int is = run_is_id(id) && lstat(folder, &s) == 0 && S_ISDIR(s.st_mode) && path_exists(meta);
    free(meta);
    return is;
}

static int add(struct stock *s, const char *place, const char *id, int is_phase1, struct error *e)
{
    char *folder = path_join(place, id, NULL);
    if (!is_run(folder, id)) {
        s->strangers++;
        free(folder);
        return 0;
    }
    s->of = mem_resize(s->of, s->n + 1, sizeof *s->of);
    struct stored *r = &s->of[s->n++];
    *r = (struct stored) { .place = mem_string(place), .detector = "?", .dataset = "?", .is_phase1 = is_phase1 };
    memcpy(r->id, id, RUN_ID);
    const int bad = copy_value(r->detector, sizeof r->detector, folder, "spec.ini", "run", "detector", e) ||
                    copy_value(r->dataset, sizeof r->dataset, folder, "spec.ini", "data", "dataset", e) ||
                    copy_value(r->first, sizeof r->first, folder, "meta.ini", "run", "first_phase", e);
    measure(r, folder);
    free(folder);
    return bad;
}

static int add_place(struct stock *s, const char *place, int is_phase1, struct error *e)
{
    size_t n = 0;
    char **names = NULL;
    if (!path_exists(place))
        return 0;
    if (!(names = folder_stems(place, "", &n, e)))
        return -1;
    int bad = 0;
    for (size_t i = 0; i < n && !bad; i++)
        bad = add(s, place, names[i], is_phase1, e);
    split_free(names);
    names = run_folders_living(place, &n);
    for (size_t i = 0; i < n; i++)
        if (run_is_id(names[i])) {
            s->living = mem_resize(s->living, s->n_living + 1, sizeof *s->living);
            memcpy(s->living[s->n_living++], names[i], RUN_ID);
        }
    split_free(names);
    return bad;
}

static int by_id(const void *p, const void *q)
{
    const struct stored *a = p, *b = q;
    int c = strcmp(a->id, b->id);
    return c ? c : strcmp(a->place, b->place);
}

int stock_read(struct stock *s, const char *results, struct error *e)
{
    char *runs = runs_folder(results), *phase1 = phase1_folder(results), **before = places_of_before(results, NULL);
    *s = (struct stock) { 0 };
    int bad = add_place(s, runs, 0, e) || add_place(s, phase1, 1, e);
    for (char **place = before; *place && !bad; place++)
        bad = add_place(s, *place, 0, e);
    if (s->n)
        qsort(s->of, s->n, sizeof *s->of, by_id);
    free(runs);
    free(phase1);
    split_free(before);
    return bad ? -1 : 0;
}

void stock_release(struct stock *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->of[i].place);
    free(s->of);
    free(s->living);
    *s = (struct stock) { 0 };
}

size_t stock_need(struct stock *s, const char *id)
{
    size_t low = 0, high = s->n, n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(s->of[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < s->n && strcmp(s->of[low].id, id) == 0; low++) {
        struct stored *r = &s->of[low];
        if (r->needed)
            continue;
        r->needed = 1;
        n += 1 + (r->first[0] ? stock_need(s, r->first) : 0);
    }
    return n;
}
