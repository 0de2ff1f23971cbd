/* Two results laid side by side for the gate, as `compare` and `report --base` do. */
#ifndef CMD_COMPARE_COMPARISON_H
#define CMD_COMPARE_COMPARISON_H

#include "base/error.h"
#include "report/gate/gate.h"

/* The kept noise: the file that is `said`, or where it is NULL the one that comes with the program; "none" is none.
 * `*used` gets f, or NULL where there is none. 0 or -1; noise_file_release() either way. */
int comparison_noise(struct noise_file *f, const char *said, const struct noise_file **used, struct error *e);

struct comparison {
    struct gate_side a, b;
    struct gate gate;
};

/* Compares the experiments in the folders `from` with those in `to`, both as side_folders() gives them: of many on one
 * side and one on the other, that of its name; the others are freed and left out. The rule outlives it. 0 or -1;
 * comparison_release() either way. */
int comparison_make(struct comparison *c, char **from, char **to, const struct gate_rule *rule, struct error *e);
void comparison_release(struct comparison *c);

#endif
