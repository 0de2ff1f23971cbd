#include "cmd/stress/unneeded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/line/command.h"
#include "run/folder.h"
#include "run/places.h"
#include "run/stressed.h"
#include "store/file.h"

void run_names_add(struct run_names *names, const char *id)
{
    names->of = mem_resize(names->of, names->n + 1, sizeof *names->of);
    names->of[names->n++] = mem_string(id);
}

void run_names_release(struct run_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->of[i]);
    free(names->of);
}

static void sort(struct run_names *names)
{
    if (names->n)
        qsort(names->of, names->n, sizeof *names->of, compare_strings);
}

static int has(const struct run_names *names, const char *name)
{
    return names->n && bsearch(&name, names->of, names->n, sizeof *names->of, compare_strings) != NULL;
}

/* The folders that the specs ask for. */
static void need_asked(struct run_names *needed, const struct options *o, const struct plans *p)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->of[i].n && p->of[i].stress.keys.run; k++) {
            char *place = stressed_place(o->results, p->of[i].runs[k].id, &p->of[i].stress);
            run_names_add(needed, path_last(place));
            free(place);
        }
}

/* Is it the name of a stress test's folder, with what was asked in it? `id` gets the run's ID. */
static int is_test(const char *folder, const char *name, char id[RUN_ID])
{
    static const char digits[] = "0123456789abcdef";
    const size_t n = strspn(name, digits);
    if (n + 1 != RUN_ID || name[n] != '-' || !name[n + 1] || name[n + 1 + strspn(name + n + 1, digits)])
        return 0;
    snprintf(id, RUN_ID, "%.*s", RUN_ID - 1, name);
    char *asked = path_join(folder, name, "stress.ini", NULL);
    const int there = path_exists(asked);
    free(asked);
    return there;
}

static double bytes_of(const char *folder, const char *name)
{
    struct error ignored;
    double bytes = 0;
    size_t n = 0;
    char *path = path_join(folder, name, NULL), **files = folder_stems(path, "", &n, &ignored);
    for (size_t i = 0; i < n; i++) {
        struct stat s;
        char *file = path_join(path, files[i], NULL);
        bytes += stat(file, &s) == 0 ? (double)s.st_size : 0;
        free(file);
    }
    split_free(files);
    free(path);
    return bytes;
}

static void look_at(struct stress_unneeded *u, const char *folder, const char *name, const struct run_names *needed,
                    const struct run_names *others)
{
    char id[RUN_ID];
    if (!is_test(folder, name, id)) {
        u->strangers++;
    } else if (!has(needed, name) && !has(others, id)) {
        u->of = mem_resize(u->of, u->n + 1, sizeof *u->of);
        u->of[u->n++] = mem_string(name);
        u->bytes += bytes_of(folder, name);
    }
}

int stress_unneeded_find(struct stress_unneeded *u, const struct options *o, const struct plans *p,
                         struct run_names *others, struct error *e)
{
    struct run_names needed = { 0 };
    size_t n = 0;
    char *folder = stress_folder(o->results), **names = path_exists(folder) ? folder_stems(folder, "", &n, e) : NULL;
    const int bad = path_exists(folder) && !names;
    *u = (struct stress_unneeded) { 0 };
    need_asked(&needed, o, p);
    sort(&needed);
    sort(others);
    for (size_t i = 0; i < n && !bad; i++)
        look_at(u, folder, names[i], &needed, others);
    split_free(names);
    run_names_release(&needed);
    free(folder);
    return bad ? -1 : 0;
}

void stress_unneeded_release(struct stress_unneeded *u)
{
    for (size_t i = 0; i < u->n; i++)
        free(u->of[i]);
    free(u->of);
}

void stress_unneeded_list(const struct stress_unneeded *u, int remove)
{
    if (u->n)
        printf("%zu stress tests, %.1f MiB, are asked for by no spec that is given%s\n", u->n, u->bytes / 1048576,
               remove ? "" : "; --remove removes them");
    if (u->strangers)
        printf("%zu entries beside stress tests are none: they stay\n", u->strangers);
}

/* By a rename first, so that a folder that is there is whole. */
int stress_unneeded_remove(const struct stress_unneeded *u, const struct options *o)
{
    char *folder = stress_folder(o->results);
    size_t removed = 0;
    int code = EXIT_OK;
    for (size_t i = 0; i < u->n; i++) {
        struct error e;
        const int left = run_folder_discard(folder, u->of[i], &e);
        if (left < 0)
            code = complain(EXIT_RUN, "%s", e.text);
        removed += left == 0;
    }
    if (u->n)
        printf("%zu stress tests removed\n", removed);
    free(folder);
    return code;
}
