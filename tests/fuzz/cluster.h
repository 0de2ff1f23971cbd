/* Fuzz target: what Slurm's programs print, and what users want of sbatch. */
#ifndef TESTS_FUZZ_CLUSTER_H
#define TESTS_FUZZ_CLUSTER_H

#include "fuzz/work.h"
#include "slurm/here.h"
#include "slurm/limits.h"
#include "slurm/queue.h"
#include "slurm/wishes.h"

/* A row is of a plan of ours, and no task before the first. */
static inline void fuzz_queue(const char *text, void (*add)(struct queue *q, const char *text))
{
    struct queue q = { 0 };
    add(&q, text);
    for (size_t i = 0; i < q.n; i++) {
        const struct queue_row *r = &q.rows[i];
        if (strlen(r->plan) != SLURM_PLAN - 1 || !(r->task >= 0 || r->task == SLURM_TABLES) || !r->job || !r->word ||
            !r->reason || !r->node || !r->since || !slurm_state_means(r->word))
            abort();
    }
    queue_release(&q);
}

static inline void fuzz_slurm(const uint8_t *bytes, size_t n)
{
    struct text t = TEXT_INIT;
    struct slurm_limits limits;
    struct slurm_wishes wishes;
    struct error e;
    text_append_bytes(&t, bytes, n);
    fuzz_queue(text_of(&t), queue_add_squeue);
    fuzz_queue(text_of(&t), queue_add_sacct);
    fuzz_queue(text_of(&t), queue_add_filetxt);
    if (limits_read(&limits, text_of(&t), &e) == 0 && limits.array < 1)
        abort();
    limits_release(&limits);
    here_seconds(text_of(&t));
    put_bytes("wishes.txt", bytes, n);
    wishes_read(&wishes, "wishes.txt", NULL, &e);
    wishes_release(&wishes);
    wishes_read(&wishes, NULL, text_of(&t), &e);
    wishes_release(&wishes);
    text_release(&t);
}

#endif
