#include "slurm/state.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const struct {
    const char *word;
    enum slurm_state state;
    const char *means;
} states[] = {
    { "RUNNING", SLURM_RUNNING, "running" },
    { "COMPLETING", SLURM_RUNNING, "ending" },
    { "CONFIGURING", SLURM_RUNNING, "its node is being made ready" },
    { "SIGNALING", SLURM_RUNNING, "running" },
    { "STAGE_OUT", SLURM_RUNNING, "ending" },
    { "STOPPED", SLURM_RUNNING, "stopped by a signal" },
    { "SUSPENDED", SLURM_RUNNING, "suspended" },
    { "RESIZING", SLURM_RUNNING, "running" },
    { "PENDING", SLURM_QUEUED, "queued" },
    { "REQUEUED", SLURM_QUEUED, "queued anew" },
    { "REQUEUE_HOLD", SLURM_QUEUED, "held, to be released by its owner" },
    { "RESV_DEL_HOLD", SLURM_QUEUED, "held" },
    { "SPECIAL_EXIT", SLURM_QUEUED, "held" },
    { "COMPLETED", SLURM_ENDED, "ended" },
    { "FAILED", SLURM_BROKEN, "ended with a complaint, which its log has" },
    { "TIMEOUT", SLURM_BROKEN, "time limit" },
    { "DEADLINE", SLURM_BROKEN, "time limit" },
    { "OUT_OF_MEMORY", SLURM_BROKEN, "out of memory" },
    { "NODE_FAIL", SLURM_BROKEN, "its node failed" },
    { "BOOT_FAIL", SLURM_BROKEN, "its node failed" },
    { "PREEMPTED", SLURM_BROKEN, "made room for another job" },
    { "REVOKED", SLURM_BROKEN, "cancelled" },
    { "CANCELLED", SLURM_BROKEN, "cancelled" },
};

enum { N_STATES = sizeof states / sizeof *states };

/* The row of the word, N_STATES where there is none. */
static size_t find(const char *word)
{
    size_t i = 0;
    while (i < N_STATES && !(starts_with(word, states[i].word) && strchr(" +", word[strlen(states[i].word)])))
        i++;
    return i;
}

enum slurm_state slurm_state(const char *word)
{
    const size_t i = find(word);
    return i < N_STATES ? states[i].state : SLURM_UNKNOWN;
}

const char *slurm_state_means(const char *word)
{
    const size_t i = find(word);
    return i < N_STATES ? states[i].means : word;
}
