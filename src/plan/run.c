#include "plan/run.h"

#include <stdlib.h>
#include <string.h>

#include "data/augment.h"
#include "data/pollution.h"
#include "base/memory.h"
#include "base/rng.h"
#include "detect/autoencoder/network_keys.h"
#include "plan/run_data.h"
#include "plan/words.h"
#include "store/file.h"
#include "store/ini.h"

enum { FORMAT = 1 };

static int is_phase1(const struct run *r)
{
    return (r->detector->flags & HIDDEN) != 0;
}

int run_is_id(const char *text)
{
    return strlen(text) == RUN_ID - 1 && strspn(text, "0123456789abcdef") == RUN_ID - 1;
}

int run_learns_negative(const struct run *r)
{
    return detector_learns_negative(r->detector, &r->settings);
}

/* Does phase 1 train LinSep's head: the first phase of this run, or the run itself, where it is one? */
static int separates(const struct run *r)
{
    return (r->detector->flags & NEEDS_LINSEP) || shape_of(&r->settings)->linsep;
}

int run_uses(const struct run *r, const struct setting *k)
{
    if (!detector_uses(r->detector, &r->settings, k))
        return 0;
    if (k->section == &augment_section)
        return run_learns_negative(r);
    if (k->section == &shape_section && starts_with(k->key->name, "linsep_"))
        return separates(r);
    return 1;
}

static void print_settings(const struct run *r, struct text *out)
{
    const struct sections *l = r->settings.sections;
    const struct section *last = NULL;
    for (size_t i = 0; i < l->n_settings; i++) {
        const struct setting *k = &l->settings[i];
        if (run_uses(r, k) && !(k->key->flags & KEY_LATER && settings_at_default(&r->settings, k)))
            settings_print_one(&r->settings, k, &last, out);
    }
}

static void print_run(const struct run *r, struct text *out)
{
    text_format(out, "[run]\nformat = %d\ndetector = %s\nseed = %ld\n", FORMAT, r->detector->name, r->seed);
    run_data_print(r, out);
    print_settings(r, out);
}

void run_init(struct run *r)
{
    *r = (struct run) {
        .positive = mem_string(""), .negative = mem_string(""), .anomaly = mem_string(""), .variant = mem_string("")
    };
}

void run_copy(struct run *to, const struct run *from)
{
    *to = *from;
    to->canonical = NULL;
    to->positive = mem_string(from->positive);
    to->negative = mem_string(from->negative);
    to->anomaly = mem_string(from->anomaly);
    to->variant = mem_string(from->variant);
}

static void forget_negative(struct run *r)
{
    r->task.source = NEGATIVE_NONE;
    r->task.negative = (struct class_list) { 0 };
    r->task.strokes = r->task.negative_limit = 0;
    r->sizes.n_negative = 0;
    r->negative[0] = r->foreign[0] = r->foreign_edition[0] = r->foreign_payload[0] = '\0';
}

/* Only what the canonical text says may reach a detector. A key that another hides is in the text at its default, so
 * that a run has one name whatever else its spec runs and sets. */
static void forget_unused(struct run *r)
{
    const struct sections *l = r->settings.sections;
    const struct settings given = r->settings;
    for (size_t i = 0; i < l->n_settings; i++)
        if (!run_uses(r, &l->settings[i]) || detector_hides(r->detector, &given, &l->settings[i]))
            settings_reset(&r->settings, &l->settings[i]);
    if (!run_learns_negative(r))
        forget_negative(r);
    if (!negatives_are_drawn(r->task.source))
        r->task.strokes = 0;
    r->task.pollution = *pollution_of(&r->settings);
    if (r->task.pollution.positives <= 0)
        r->task.polluting = (struct class_list) { 0 };
    else if (!is_phase1(r))
        r->task.polluting = r->task.anomaly;
    if (is_phase1(r)) {
        r->task.anomaly = (struct class_list) { 0 };
        r->task.test_limit = 0;
        r->sizes.n_test = 0;
        r->negative[0] = r->anomaly[0] = r->variant[0] = r->phase1[0] = '\0';
    }
}

void run_seal(struct run *r)
{
    struct text t = TEXT_INIT;
    char hex[SHA256_HEX];
    forget_unused(r);
    print_run(r, &t);
    hash_text(t.s, hex);
    memcpy(r->id, hex, RUN_ID - 1);
    r->id[RUN_ID - 1] = '\0';
    free(r->canonical);
    r->canonical = t.s;
}

void run_phase1(const struct run *r, struct run *first)
{
    run_copy(first, r);
    first->detector = detector_first(r->detector, &r->settings);
    struct shape_keys *shape = settings_edit(&first->settings, &shape_section);
    shape->linsep = separates(r);
    run_seal(first);
}

static int read_settings(struct run *r, const struct ini *ini, struct error *e)
{
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *entry = &ini->entries[i];
        const struct setting *k = sections_setting(r->settings.sections, entry->section, entry->key);
        if (k && settings_set(&r->settings, k, entry->value, e))
            return error_prefix(e, "line %d", entry->line);
    }
    return 0;
}

/* Hidden keys were in texts as the spec had them once, so that the same run had several names. */
static int check_hidden(const struct run *r, const struct ini *ini, struct error *e)
{
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *entry = &ini->entries[i];
        const struct setting *k = sections_setting(r->settings.sections, entry->section, entry->key);
        const struct key_need *need = k ? detector_hides(r->detector, &r->settings, k) : NULL;
        if (need && run_uses(r, k) && !settings_at_default(&r->settings, k)) {
            const size_t section = strcspn(need->other, ".");
            return error_set(e,
                             "line %d: '%s' in [%s], which '%s' in [%.*s] hides: expected its default, found '%s', as "
                             "runs were named before; this one is to be done anew",
                             entry->line, entry->key, entry->section, need->other + section + 1, (int)section,
                             need->other, entry->value);
        }
    }
    return 0;
}

/* The text that was read must be the one that this run is written as, to the byte. So whatever reading passes over (an
 * unknown key, another spelling of a number) is found here. */
static int compare(const struct run *r, const char *found, struct error *e)
{
    int line = 1;
    const char *expected = r->canonical;
    for (; *expected && *expected == *found; expected++, found++)
        line += *expected == '\n';
    if (*expected || *found)
        return error_set(e, "line %d: is not as lisae writes it", line);
    return 0;
}

static int read_text(struct run *r, const struct suite *suite, const struct ini *ini, const char *text, struct error *e)
{
    struct text positive = TEXT_INIT;
    long format;
    settings_init(&r->settings, &suite->sections);
    if (run_number_read(ini, "run", "format", &format, e))
        return -1;
    if (format != FORMAT)
        return error_set(e, "expected format %d, found %ld", FORMAT, format);
    const char *detector = ini_get(ini, "run", "detector");
    if (!detector)
        return error_set(e, "expected 'detector' in [run], found none");
    r->detector = suite_find(suite, detector);
    if (!r->detector)
        return error_set(e, "unknown detector '%s'", detector);
    if (run_number_read(ini, "run", "seed", &r->seed, e) || read_settings(r, ini, e) || check_hidden(r, ini, e) ||
        run_data_read(r, ini, e))
        return -1;
    run_seal(r);
    classes_print(&r->task.positive, &positive);
    free(r->positive);
    r->positive = positive.s;
    return compare(r, text, e);
}

int run_read(struct run *r, const struct suite *suite, const char *path, struct error *e)
{
    size_t n;
    char *text = file_read(path, &n, e);
    if (!text) {
        run_init(r);
        run_release(r);
        return -1;
    }
    int rc = run_read_text(r, suite, path, text, n, e);
    free(text);
    return rc;
}

int run_read_text(struct run *r, const struct suite *suite, const char *path, const char *text, size_t n,
                  struct error *e)
{
    struct ini ini;
    struct text problems = TEXT_INIT;
    run_init(r);
    int rc = ini_read_bytes(&ini, path, text, n, &problems);
    if (rc)
        error_set(e, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
    else if ((rc = read_text(r, suite, &ini, text, e)))
        error_prefix(e, "%s", path);
    if (rc)
        run_release(r);
    else if (detector_first(r->detector, &r->settings)) {
        struct run first;
        run_phase1(r, &first);
        memcpy(r->phase1, first.id, sizeof r->phase1);
        run_release(&first);
    }
    ini_release(&ini);
    text_release(&problems);
    return rc;
}

void run_release(struct run *r)
{
    free(r->positive);
    free(r->negative);
    free(r->anomaly);
    free(r->variant);
    free(r->canonical);
    memset(r, 0, sizeof *r);
}

double run_work(const struct run *r)
{
    return r->detector->work ? r->detector->work(r->detector, &r->settings, &r->sizes) : 0;
}

double run_memory(const struct run *r)
{
    static const double PROGRAM = 16 << 20; /* with its libraries and what they keep */
    const struct sizes *s = &r->sizes;
    const double images = (double)(s->n_positive + s->n_negative + s->n_test),
                 pixels = s->height * s->width * s->channels;
    const double own = r->detector->memory ? r->detector->memory(r->detector, &r->settings, s) : 0;
    return PROGRAM + (double)s->prepared + images * pixels + own;
}

uint64_t run_seed(const struct run *r, const char *role)
{
    struct text axes = TEXT_INIT;
    text_append(&axes, r->dataset);
    if (strcmp(role, "split") != 0)
        text_format(&axes, "/%s", r->positive);
    uint64_t seed = rng_seed_for((uint64_t)r->seed, role, text_of(&axes));
    text_release(&axes);
    return seed;
}
