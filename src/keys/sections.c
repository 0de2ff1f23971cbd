#include "keys/sections.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "keys/settings.h"

static int check_key(const struct section *section, const struct key *k, void *block, struct error *e)
{
    if (k->type != KEY_TEXT && k->offset + key_size(k) > section->size)
        return error_set(e, "the value of '%s' in [%s] lies outside its struct", k->name, section->name);
    if (key_parse(k, block, k->start, e))
        return error_prefix(e, "default of '%s' in [%s]", k->name, section->name);
    for (const struct key *other = section->keys; other < k; other++)
        if (strcmp(other->name, k->name) == 0)
            return error_set(e, "key '%s' stands twice in [%s]", k->name, section->name);
    return 0;
}

/* Fills the section's struct with the defaults. */
static int check_keys(const struct section *section, void *block, struct error *e)
{
    int bad = 0;
    for (const struct key *k = section->keys; k->name && !bad; k++)
        bad = check_key(section, k, block, e);
    return bad;
}

int sections_add(struct sections *l, const struct section *section, struct error *e)
{
    const size_t align = _Alignof(max_align_t), offset = (l->size + align - 1) / align * align;
    if (sections_find(l, section->name))
        return error_set(e, "section '%s' stands twice", section->name);
    if (offset + section->size > SETTINGS_ROOM)
        return error_set(e, "section '%s' needs %zu bytes more than the %d that all settings have", section->name,
                         offset + section->size - SETTINGS_ROOM, SETTINGS_ROOM);
    if (!l->start)
        l->start = mem_zero(SETTINGS_ROOM, 1);
    if (check_keys(section, l->start + offset, e))
        return -1;
    l->of = mem_resize(l->of, l->n + 1, sizeof *l->of);
    l->offset = mem_resize(l->offset, l->n + 1, sizeof *l->offset);
    l->of[l->n] = section;
    l->offset[l->n++] = offset;
    l->size = offset + section->size;
    for (const struct key *k = section->keys; k->name; k++) {
        l->settings = mem_resize(l->settings, l->n_settings + 1, sizeof *l->settings);
        l->settings[l->n_settings++] = (struct setting) { section, k, offset, strlen(section->name) };
    }
    return 0;
}

void sections_release(struct sections *l)
{
    free(l->of);
    free(l->offset);
    free(l->settings);
    free(l->start);
    *l = (struct sections) { 0 };
}

const struct section *sections_find(const struct sections *l, const char *section)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->of[i]->name, section) == 0)
            return l->of[i];
    return NULL;
}

const struct setting *sections_setting(const struct sections *l, const char *section, const char *key)
{
    for (size_t i = 0; i < l->n_settings; i++)
        if (strcmp(l->settings[i].section->name, section) == 0 && strcmp(l->settings[i].key->name, key) == 0)
            return &l->settings[i];
    return NULL;
}

int sections_know(const struct sections *l, const char *section, struct error *e)
{
    if (sections_find(l, section))
        return 1;
    const char **names = mem_zero(l->n + 1, sizeof *names);
    struct text what = TEXT_INIT;
    for (size_t i = 0; i < l->n; i++)
        names[i] = l->of[i]->name;
    text_format(&what, "section '%s'", section);
    unknown_name(text_of(&what), section, names, e);
    text_release(&what);
    free(names);
    return 0;
}

int sections_know_key(const struct sections *l, const char *section, const char *key, struct error *e)
{
    if (sections_setting(l, section, key))
        return 1;
    const char **names = mem_zero(l->n_settings + 1, sizeof *names);
    struct text what = TEXT_INIT;
    size_t n = 0;
    for (size_t i = 0; i < l->n_settings; i++)
        if (strcmp(l->settings[i].section->name, section) == 0)
            names[n++] = l->settings[i].key->name;
    text_format(&what, "key '%s' in [%s]", key, section);
    unknown_name(text_of(&what), key, names, e);
    text_release(&what);
    free(names);
    return 0;
}

int setting_matches(const struct setting *k, const char *const *patterns)
{
    const char *section = k->section->name;
    const size_t n = k->section_length;
    for (; *patterns; patterns++) {
        const char *p = *patterns;
        /* the first letter settles most: this is asked for each key of each run */
        if (p[0] == section[0] && strncmp(p, section, n) == 0 && p[n] == '.' &&
            (strcmp(p + n + 1, "*") == 0 || strcmp(p + n + 1, k->key->name) == 0))
            return 1;
    }
    return 0;
}
