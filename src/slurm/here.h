/* The job that this process is in, as Slurm tells it by its environment. */
#ifndef SLURM_HERE_H
#define SLURM_HERE_H

#include "base/text.h"

/* Appends lines of a run's meta.ini, [slurm] with job, node and how often the job was begun anew; nothing outside of a
 * job. */
void here_describe(struct text *out);

/* "12_3", or "12" outside of an array; "" outside of a job. */
void here_job(char *out, size_t room);
const char *here_node(void);
long here_restarts(void);

/* The seconds that a duration of squeue says, "1-02:03:04" or "03:04"; -1 where it is none ("UNLIMITED"). */
double here_seconds(const char *duration);

/* How long this job may still run, in seconds; asks the controller. Below 0: there is no limit, or nobody says. */
double here_time_left(void);

#endif
