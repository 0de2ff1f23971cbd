/* Names of jobs: "lisae-PLAN-FIRST", PLAN a hash of the plan and the attempt to submit it, FIRST the chunk of the
 * array's task 0, or "tables". So a job tells what it does even where nobody noted its number. */
#ifndef SLURM_NAME_H
#define SLURM_NAME_H

enum { SLURM_PLAN = 13, SLURM_NAME = 48 };

/* `first` of the job that makes the tables. */
#define SLURM_TABLES (-1L)

void slurm_name(char name[SLURM_NAME], const char *plan, long first);
/* 0, or -1 where it is no such name. */
int slurm_name_read(const char *name, char plan[SLURM_PLAN], long *first);

#endif
