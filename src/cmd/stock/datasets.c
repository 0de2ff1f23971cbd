#include "cmd/stock/datasets.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cmd/stock/catalogues.h"
#include "data/dataset.h"
#include "store/file.h"

/* It is not there, or cannot be read, which `why` tells. */
static int tell_unprepared(const struct options *o, const char *name, const char *title, const struct error *why)
{
    char *path = dataset_path(o->data, name);
    const int is_there = path_exists(path);
    printf("%-14s %-44s %s (lisae data fetch %s)\n", name, title, is_there ? "damaged" : "not prepared", name);
    free(path);
    return is_there ? complain(EXIT_RUN, "%s", why->text) : EXIT_OK;
}

int list_datasets(const struct options *o)
{
    struct error e;
    size_t n;
    char **names = catalogues_list(o->catalogue, &n, &e);
    if (!names)
        return complain(EXIT_RUN, "%s", e.text);
    int code = EXIT_OK;
    for (char **name = names; *name; name++) {
        struct catalogue_entry c;
        struct text problems = TEXT_INIT;
        struct dataset set;
        if (catalogues_find(&c, o->catalogue, *name, &problems)) {
            fputs(text_of(&problems), stderr);
            code = EXIT_USAGE;
        } else if (dataset_peek(&set, o->data, *name, &e) == 0) {
            printf("%-14s %-44s prepared, edition %s, %zu train and %zu test images, payload %.12s\n", *name, c.title,
                   set.edition, set.train.n, set.test.n, set.payload);
            const struct edition *edition = catalogue_edition(&c, set.edition);
            if (edition && edition->note && *edition->note)
                printf("%-14s %s: %s\n", "", edition->name, edition->note);
            dataset_release(&set);
        } else {
            code = tell_unprepared(o, *name, c.title, &e) == EXIT_OK ? code : EXIT_RUN;
        }
        catalogue_release(&c);
        text_release(&problems);
    }
    split_free(names);
    return code;
}
