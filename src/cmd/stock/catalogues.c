#include "cmd/stock/catalogues.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

char **catalogues_list(const char *const *folders, size_t *n, struct error *e)
{
    char **all = mem_zero(1, sizeof *all);
    size_t n_all = 0;
    for (; *folders; folders++) {
        size_t more;
        char **names = catalogue_list(*folders, &more, e);
        if (!names) {
            split_free(all);
            return NULL;
        }
        all = mem_resize(all, n_all + more + 1, sizeof *all);
        memcpy(all + n_all, names, (more + 1) * sizeof *all);
        n_all += more;
        free(names);
    }
    qsort(all, n_all, sizeof *all, compare_strings);
    *n = 0;
    for (size_t i = 0; i < n_all; i++)
        if (*n && strcmp(all[*n - 1], all[i]) == 0)
            free(all[i]);
        else
            all[(*n)++] = all[i];
    all[*n] = NULL;
    return all;
}

static int has(const char *folder, const char *name)
{
    struct error ignored;
    size_t n, i = 0;
    char **names = catalogue_list(folder, &n, &ignored);
    while (names && i < n && strcmp(names[i], name) != 0)
        i++;
    int found = names && i < n;
    split_free(names);
    return found;
}

int catalogues_find(struct catalogue_entry *c, const char *const *folders, const char *name, struct text *problems)
{
    const char *const *at = folders;
    struct error ignored;
    size_t n;
    while (*at && !has(*at, name))
        at++;
    if (*at || !folders[1])
        return catalogue_find(c, *at ? *at : folders[0], name, problems);
    *c = (struct catalogue_entry) { 0 };
    char **names = catalogues_list(folders, &n, &ignored);
    text_format(problems, "%s, %s: unknown data set '%s'%s\n", folders[0], folders[1], name,
                names ? hint_for(name, (const char *const *)names).text : "");
    split_free(names);
    return -1;
}
