/* What made a result: program, libraries, processor. */
#ifndef RUN_PROVENANCE_H
#define RUN_PROVENANCE_H

#include "base/text.h"

/* Appends lines "key = value" of meta.ini's [program] and [machine] sections. */
void provenance_describe(struct text *out);

/* One thread for every library that this program computes with. */
void provenance_one_thread(void);

/* Largest resident memory of this process so far, in KiB. */
long provenance_peak_memory(void);

/* Appends which kernels compute, in a few words without a comma: "OpenBLAS Haswell; oneDNN isa 7". */
void provenance_kernels(struct text *out);
/* Processor time of this process until now, in seconds. */
double provenance_processor_seconds(void);

#endif
