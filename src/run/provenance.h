/* What made a result: program, libraries, processor. */
#ifndef RUN_PROVENANCE_H
#define RUN_PROVENANCE_H

#include "base/text.h"
#include "store/ini.h"

/* What the program was made of: a commit, "-dirty" behind it where files differed. */
const char *provenance_revision(void);

/* Appends lines "key = value" of meta.ini's [program] and [machine] sections. */
void provenance_describe(struct text *out);

/* From such a meta.ini, in one cell of a table: the kernels and libraries that numbers depend on, "OpenBLAS 0.3.21
 * Haswell, oneDNN 2.6.0 isa 63" without the comma. Appends nothing where the file does not say. */
void provenance_kernels(const struct ini *meta, struct text *out);

/* Largest resident memory of this process so far, in KiB. */
long provenance_peak_memory(void);

/* The same from what provenance_describe() appended. */
void provenance_kernels_of(const struct text *described, struct text *out);
/* Processor time of this process until now, in seconds. */
double provenance_processor_seconds(void);

#endif
