/* The words that Slurm has for what a job is at, and what they mean for a plan. */
#ifndef SLURM_STATE_H
#define SLURM_STATE_H

/* In the order of how much a job may still do. */
enum slurm_state {
    SLURM_UNKNOWN, /* nobody tells of it any more, or by a word that is not known here */
    SLURM_ENDED,   /* came to its end by itself, without a complaint */
    SLURM_BROKEN,  /* was ended, or complained */
    SLURM_QUEUED,
    SLURM_RUNNING
};

/* `word` as squeue and the accounts have it: "OUT_OF_MEMORY", "CANCELLED by 1000". */
enum slurm_state slurm_state(const char *word);

/* What that is in plain words: "out of memory"; the word itself where it is not known. */
const char *slurm_state_means(const char *word);

#endif
