/* All detectors and keys, for tests that set some. */
#ifndef TESTS_SUPPORT_SUITE_H
#define TESTS_SUPPORT_SUITE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "data/augment.h"
#include "detect/autoencoder/network_keys.h"
#include "detect/registry.h"
#include "detect/suite.h"
#include "support/main.h"

/* Opened by the first who asks, and open until the program ends. */
static inline const struct suite *suite(void)
{
    static struct suite all;
    struct error e;
    if (all.n == 0 && suite_open(&all, registry, &e)) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    return &all;
}

/* The struct of a section, to be written: KEYS(&s, model)->latent = 4. */
#define KEYS(s, name) ((struct name##_keys *)settings_edit(s, &name##_section))

static inline const struct detector *detector_named(const char *name)
{
    return suite_find(suite(), name);
}

static inline const struct setting *setting_named(const char *section, const char *key)
{
    return sections_setting(&suite()->sections, section, key);
}

static inline void settings_start(struct settings *s)
{
    settings_init(s, &suite()->sections);
}

/* For sections that only their detector's file knows. */
static inline void set_number(struct settings *s, const char *section, const char *key, double value)
{
    char text[32];
    struct error e;
    snprintf(text, sizeof text, "%.9g", value);
    if (settings_set(s, setting_named(section, key), text, &e))
        fail_msg("%s", e.text);
}

static inline double get_number(const struct settings *s, const char *section, const char *key)
{
    struct text t = TEXT_INIT;
    double value = NAN;
    settings_value(s, setting_named(section, key), &t);
    parse_double(text_of(&t), &value);
    text_release(&t);
    return value;
}

#endif
