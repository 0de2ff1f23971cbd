/* The environment in which Slurm's programs are called, and which sbatch hands on to jobs. */
#ifndef SLURM_ENVIRONMENT_H
#define SLURM_ENVIRONMENT_H

/* Of `from` ("NAME=VALUE", up to NULL) what a job needs: who and where the user is, the language, which controller to
 * ask (SLURM_CONF), kernels that are pinned. Not what another job has left there (SLURM_CPU_BIND keeps each job on that
 * one's processors), nor what changes what Slurm's programs print (SQUEUE_FORMAT) or has them load other libraries
 * (LD_LIBRARY_PATH). NULL-terminated; its texts are those of `from`; free(). */
char **slurm_environment(char *const *from);

#endif
