/* The files that come with the program: the catalogue (datasets/), the scripts of pictures (plots/), the printed
 * numbers (results/published/) and the experiments (experiments/). */
#ifndef CMD_LINE_SHIPPED_H
#define CMD_LINE_SHIPPED_H

/* The path of the running program; free(). */
char *program_path(void);

/* Where such a file or folder is, by its name in a checkout ("plots/common.gp"): in the working folder, in the checkout
 * that the program was built in, in the share/ beside its bin/, where `make install` was told to put it. The first
 * place that has it; NULL where none has. free(). */
char *shipped_find(const char *name);

/* The same but for the working folder, and for another program than the running one. */
char *shipped_beside(const char *program, const char *name);

#endif
