#include "plan/columns.h"

#include <string.h>

#include "detect/autoencoder/network_keys.h"

/* A setting's value, where the detector depends on it. */
static void setting(const struct run *r, const char *section, const char *name, struct text *out)
{
    const struct setting *k = sections_setting(r->settings.sections, section, name);
    if (k && run_uses(r, k))
        settings_value(&r->settings, k, out);
}

static void latent(const struct run *r, struct text *out)
{
    int size = detector_code_size(r->detector, &r->settings);
    if (size)
        text_format(out, "%d", size);
}

const char *run_cell(const struct run *r, const char *column, struct text *out)
{
    static const struct {
        const char *column, *section;
    } settings[] = { { "gamma", "shape" }, { "beta", "shape" }, { "linsep", "shape" } };
    const struct {
        const char *column, *value;
    } words[] = {
        { "dataset", r->dataset },   { "edition", r->edition },   { "detector", r->detector->name },
        { "positive", r->positive }, { "negative", r->negative }, { "variant", r->variant },
        { "run_id", r->id },
    };
    text_clear(out);
    text_append(out, "");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(column, words[i].column) == 0)
            text_append(out, words[i].value);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (strcmp(column, settings[i].column) == 0)
            setting(r, settings[i].section, column, out);
    if (strcmp(column, "latent") == 0)
        latent(r, out);
    if (strcmp(column, "seed") == 0)
        text_format(out, "%ld", r->seed);
    return text_of(out);
}

const char *run_method(const struct run *r, struct text *out)
{
    const struct setting *linsep = sections_setting(r->settings.sections, "shape", "linsep");
    text_clear(out);
    text_format(out, "%s%s%s", strcmp(r->negative, "outliers") == 0 ? "sup-" : "",
                run_uses(r, linsep) && shape_of(&r->settings)->linsep ? "linsep-" : "", r->detector->name);
    return text_of(out);
}

const char *run_task(const struct run *r, struct text *out)
{
    text_clear(out);
    if (r->task.positive.n > 2)
        text_format(out, "%d-class", r->task.positive.n);
    else
        text_append(out, r->task.positive.n == 1 ? "one-class" : "two-class");
    return text_of(out);
}
