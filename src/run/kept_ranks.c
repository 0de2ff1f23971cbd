#include "run/kept_ranks.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "run/digest.h"
#include "run/judge.h"
#include "store/file.h"

char *kept_ranks_folder(const char *auc_csv)
{
    size_t length = (size_t)(path_last(auc_csv) - auc_csv);
    while (length > 1 && auc_csv[length - 1] == '/')
        length--;
    struct text folder = TEXT_INIT;
    text_append_bytes(&folder, length ? auc_csv : ".", length ? length : 1);
    char *ranks = path_join(text_of(&folder), "..", RANKS_FOLDER, NULL);
    text_release(&folder);
    return ranks;
}

char *kept_ranks_path(const char *ranks, const char *id)
{
    struct text name = TEXT_INIT;
    text_format(&name, "%s" RANKS_END, id);
    char *path = path_join(ranks, text_of(&name), NULL);
    text_release(&name);
    return path;
}

int kept_ranks_open(struct ranks *r, const char *ranks, const char *id, struct error *e)
{
    char *path = kept_ranks_path(ranks, id);
    int bad = ranks_read(r, path, e);
    if (!bad && strcmp(r->run, id) != 0) {
        bad = error_set(e, "%s:2: expected the run %s, found %s", path, id, r->run);
        ranks_release(r);
    }
    free(path);
    return bad;
}

/* What the scores give, against what the table has. */
static int check(const struct ranks *r, const char *path, const struct detector *detector, double auc, struct error *e)
{
    const int labels = (detector->flags & LABEL_SWEEP) != 0;
    struct judgement j;
    if (r->labels != labels)
        return error_set(e, "%s: expected %s of the detector %s, found %s", path, labels ? "hard labels" : "ranks",
                         detector->name, r->labels ? "hard labels" : "ranks");
    if (judge_scores(detector, &r->scores, -1, &j, e))
        return error_prefix(e, "%s", path);
    return judge_agrees(auc, j.auc.auc)
               ? 0
               : error_set(e, "%s: expected scores with the AUC %.6f of the run's row, found %.6f", path, auc,
                           j.auc.auc);
}

int kept_ranks_read(struct ranks *r, const char *auc_csv, const char *id, const struct detector *detector, double auc,
                    struct error *e)
{
    char *ranks = kept_ranks_folder(auc_csv), *path = kept_ranks_path(ranks, id);
    int found = path_exists(path);
    if (found && kept_ranks_open(r, ranks, id, e)) {
        found = -1;
    } else if (found && check(r, path, detector, auc, e)) {
        ranks_release(r);
        found = -1;
    }
    free(ranks);
    free(path);
    return found;
}

int kept_scores_agree(const struct kept_table *t, const struct ranks *r, struct error *e)
{
    const char *sum = kept_scores(t, r->run);
    if (!*sum || strncmp(sum, r->scores_sha256, DIGEST_SHORT) == 0)
        return 0;
    return error_set(e, "%s: expected the sum %.*s of the kept scores of run %s, found %s", t->path, DIGEST_SHORT,
                     r->scores_sha256, r->run, sum);
}
