#include "data/tree.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

char **tree_list(const char *folder, size_t *n, struct error *e)
{
    char *root = mem_string(folder);
    size_t length = strlen(root), room = 0, count = 0;
    while (length > 1 && root[length - 1] == '/')
        root[--length] = '\0';
    FTS *fts = fts_open((char *[]) { root, NULL }, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    char **paths = mem_resize(NULL, 1, sizeof *paths);
    int rc = fts ? 0 : error_set(e, "cannot read the folder '%s': %s", folder, strerror(errno));
    for (FTSENT *f; rc == 0 && (f = fts_read(fts));) {
        if (f->fts_level > 0 && f->fts_name[0] == '.')
            fts_set(fts, f, FTS_SKIP);
        else if (f->fts_info == FTS_F) {
            if (count + 1 >= room)
                paths = mem_resize(paths, room = 2 * room + 64, sizeof *paths);
            paths[count++] = mem_string(f->fts_path + length + 1);
        } else if (f->fts_info != FTS_D && f->fts_info != FTS_DP)
            rc = error_set(e, "cannot read '%s': %s", f->fts_path,
                           f->fts_errno ? strerror(f->fts_errno) : "not a file or a folder");
    }
    if (fts)
        fts_close(fts);
    free(root);
    paths[count] = NULL;
    qsort(paths, count, sizeof *paths, compare_strings);
    if (rc) {
        split_free(paths);
        return NULL;
    }
    *n = count;
    return paths;
}
