#include "run/run_scores.h"

#include <stdlib.h>
#include <string.h>

#include "run/kept_ranks.h"
#include "store/file.h"

int run_scores_own(struct run_scores *s, const char *folder, struct error *e)
{
    char *path = path_join(folder, "scores.csv.gz", NULL);
    int found = path_exists(path);
    if (found && scores_read(&s->scores, path, e))
        found = -1;
    if (found > 0)
        ranks_sort(&s->scores, s->images);
    free(path);
    return found;
}

int run_scores_kept(struct run_scores *s, const char *auc_csv, const char *id, const struct detector *detector,
                    double auc, struct error *e)
{
    struct ranks ranks;
    const int found = kept_ranks_read(&ranks, auc_csv, id, detector, auc, e);
    if (found > 0) {
        s->scores = ranks.scores;
        memcpy(s->images, ranks.images_sha256, sizeof s->images);
    }
    return found;
}

void run_scores_release(struct run_scores *s)
{
    scores_release(&s->scores);
}

int run_scores_same_images(const struct run_scores *a, const struct run_scores *b)
{
    return a->scores.n == b->scores.n && strcmp(a->images, b->images) == 0 &&
           memcmp(a->scores.label, b->scores.label, a->scores.n) == 0;
}
