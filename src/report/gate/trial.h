/* The gate tried before it is believed: altered copies of results, of which is known what the verdict must be. A gate
 * that passes what it should not, or alarms at what it should pass, is worse than none, and does not show by itself. */
#ifndef REPORT_GATE_TRIAL_H
#define REPORT_GATE_TRIAL_H

#include "base/error.h"
#include "base/text.h"
#include "report/gate/gate.h"

/* Compares the experiments in `folders` with copies of themselves, made in a folder of folder_scratch(), which is
 * removed again: as they are; one score changed in its last bit; 179 of 200 runs replaced; a run missing, and gone; one
 * detector's AUCs lowered by 1, 2.5 and 4 standard deviations of its noise, and by what is a change for it. Appends a
 * line for each trial. `*wrong` counts those with another verdict than they must have. 0, or -1 where files cannot be
 * read or written, or nothing is there to be tried. */
int gate_trials(char *const *folders, const struct gate_rule *rule, struct text *out, size_t *wrong, struct error *e);

#endif
