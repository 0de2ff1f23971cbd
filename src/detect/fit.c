#include "detect/fit.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void fit_report_add(struct fit_report *r, struct loss_point point)
{
    r->losses = mem_resize(r->losses, r->n_losses + 1, sizeof *r->losses);
    r->losses[r->n_losses++] = point;
}

static void add_sentence(struct fit_report *r, const char *format, va_list arguments)
{
    size_t length = strlen(r->note);
    if (length)
        length += (size_t)snprintf(r->note + length, sizeof r->note - length, "; ");
    if (length < sizeof r->note)
        vsnprintf(r->note + length, sizeof r->note - length, format, arguments);
}

void fit_report_note(struct fit_report *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_sentence(r, format, arguments);
    va_end(arguments);
}

void fit_report_stuck(struct fit_report *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_sentence(r, format, arguments);
    va_end(arguments);
    r->stuck = 1;
}

void fit_report_release(struct fit_report *r)
{
    free(r->losses);
    *r = (struct fit_report) { 0 };
}

int fit_epoch_end(const struct epoch_end *at, const struct fit_input *in, struct fit_report *r, struct error *e)
{
    fit_report_add(r, at->point);
    progress_report(in->progress, at->shown, at->point.epoch, at->epochs, at->loss);
    if (isfinite(at->loss) && isfinite(at->also))
        return 0;
    return error_set(e, "%s diverged: the loss of epoch %d is not finite", at->who, at->point.epoch);
}
