#include "cmd/work/ready.h"

#include <time.h>

#include "nn/blas_buffer.h"
#include "run/provenance.h"

void ready_init(struct ready *r)
{
    *r = (struct ready) { .text = TEXT_INIT, .sets = checked_begin() };
    tzset(); /* or each process reads the zone for its first date */
    if (libraries_load(NULL) || blas_buffer_take(NULL))
        return;
    provenance_describe(&r->text); /* which asks the processor what it can */
    r->program = text_of(&r->text);
}

struct job ready_job(const struct ready *r, const struct run *run)
{
    return (struct job) { .run = run, .program = r->program, .sets = r->sets };
}

void ready_release(struct ready *r)
{
    text_release(&r->text);
    checked_end(r->sets);
    *r = (struct ready) { .text = TEXT_INIT };
}
