#include "data/tree.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/names.h"

/* The list grows to twice its size where `n` is a power of two, so that it always has room for a NULL. */
static void add(char ***list, size_t *n, const char *path)
{
    if ((*n & (*n - 1)) == 0)
        *list = mem_resize(*list, 2 * *n + 2, sizeof **list);
    (*list)[(*n)++] = mem_string(path);
    (*list)[*n] = NULL;
}

static int take(struct tree *t, FTS *fts, FTSENT *f, size_t root_length, struct error *e)
{
    const char *path = f->fts_level > 0 ? f->fts_path + root_length + 1 : "";
    if (name_check("a file's name", path, e))
        return -1;
    if (path[0] && f->fts_name[0] == '.') {
        if (f->fts_info != FTS_DP)
            add(&t->hidden, &t->n_hidden, path);
        fts_set(fts, f, FTS_SKIP);
    } else if (f->fts_info == FTS_F) {
        add(&t->files, &t->n, path);
    } else if (f->fts_info != FTS_D && f->fts_info != FTS_DP)
        return error_set(e, "cannot read '%s': %s", f->fts_path,
                         f->fts_errno ? strerror(f->fts_errno) : "not a file or a folder");
    return 0;
}

int tree_read(struct tree *t, const char *folder, struct error *e)
{
    char *root = mem_string(folder);
    size_t length = strlen(root);
    *t = (struct tree) { .files = mem_zero(1, sizeof(char *)), .hidden = mem_zero(1, sizeof(char *)) };
    while (length > 1 && root[length - 1] == '/')
        root[--length] = '\0';
    FTS *fts = fts_open((char *[]) { root, NULL }, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    int rc = fts ? 0 : error_system(e, "cannot read the folder '%s'", folder);
    while (rc == 0) {
        errno = 0; /* which alone tells the end from a fault */
        FTSENT *f = fts_read(fts);
        if (!f) {
            rc = errno ? error_system(e, "cannot read the folder '%s'", folder) : 0;
            break;
        }
        rc = take(t, fts, f, length, e);
    }
    if (fts)
        fts_close(fts);
    free(root);
    qsort(t->files, t->n, sizeof *t->files, compare_strings);
    qsort(t->hidden, t->n_hidden, sizeof *t->hidden, compare_strings);
    if (rc)
        tree_release(t);
    return rc;
}

void tree_release(struct tree *t)
{
    split_free(t->files);
    split_free(t->hidden);
    *t = (struct tree) { 0 };
}
