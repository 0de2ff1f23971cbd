#include "run/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "run/folder.h"
#include "store/file.h"

static const char RUNS[] = "runs";

char *runs_folder(const char *results)
{
    return path_join(results, RUNS, NULL);
}

char *phase1_folder(const char *results)
{
    return path_join(results, "phase1", NULL);
}

char *stress_folder(const char *results)
{
    return path_join(results, "stress", NULL);
}

char **places_of_before(const char *results, const char *experiment)
{
    size_t n = 0, found = 0;
    struct error ignored; /* no results, no runs */
    char **names = path_exists(results) ? folder_stems(results, "", &n, &ignored) : NULL;
    char **places = mem_zero(n + 1, sizeof *places);
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < n; i++) {
            if ((experiment && strcmp(names[i], experiment) == 0) != own)
                continue;
            char *place = path_join(results, names[i], RUNS, NULL);
            if (path_exists(place))
                places[found++] = place;
            else
                free(place);
        }
    if (names)
        split_free(names);
    return places;
}

static int is_there(const char *place, const char *id)
{
    char *meta = path_join(place, id, "meta.ini", NULL);
    int is = path_exists(meta);
    free(meta);
    return is;
}

static int is_whole(const char *place, const char *id)
{
    return run_folder_status(place, id, NULL, 0) == RUN_OK;
}

char *place_of_run(const char *results, const char *experiment, const char *id)
{
    char *found = runs_folder(results), **before = places_of_before(results, experiment);
    int there = is_there(found, id);
    for (char **place = before; *place; place++) {
        /* files are looked at only where one of the two has to be chosen */
        if (!is_there(*place, id) || (there && (is_whole(found, id) || !is_whole(*place, id))))
            continue;
        free(found);
        found = mem_string(*place);
        there = 1;
    }
    split_free(before);
    return found;
}
