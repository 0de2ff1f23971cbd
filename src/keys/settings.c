#include "keys/settings.h"

#include <string.h>

void settings_init(struct settings *s, const struct sections *l)
{
    memset(s, 0, sizeof *s); /* padding too: equal settings are equal bytes */
    s->sections = l;
    if (l->n)
        memcpy(s->block, l->start, SETTINGS_ROOM);
}

void *settings_edit(struct settings *s, const struct section *section)
{
    const struct sections *l = s->sections;
    size_t i = 0;
    while (i < l->n && l->of[i] != section)
        i++;
    return i < l->n ? s->block + l->offset[i] : NULL;
}

const void *settings_of(const struct settings *s, const struct section *section)
{
    return settings_edit((struct settings *)s, section);
}

int settings_set(struct settings *s, const struct setting *k, const char *value, struct error *e)
{
    if (key_parse(k->key, s->block + k->offset, value, e))
        return error_prefix(e, "'%s' in [%s]", k->key->name, k->section->name);
    return 0;
}

void settings_value(const struct settings *s, const struct setting *k, struct text *out)
{
    key_print(k->key, s->block + k->offset, out);
}

int settings_at_default(const struct settings *s, const struct setting *k)
{
    return key_compare(k->key, s->block + k->offset, s->sections->start + k->offset) == 0;
}

void settings_reset(struct settings *s, const struct setting *k)
{
    const size_t at = k->offset + k->key->offset;
    if (k->key->type != KEY_TEXT)
        memcpy(s->block + at, s->sections->start + at, key_size(k->key));
}

void settings_print_one(const struct settings *s, const struct setting *k, const struct section **last,
                        struct text *out)
{
    if (k->section != *last)
        text_format(out, "[%s]\n", k->section->name);
    *last = k->section;
    text_format(out, "%s = ", k->key->name);
    settings_value(s, k, out);
    text_append(out, "\n");
}

void settings_print(const struct settings *s, const char *const *patterns, struct text *out)
{
    const struct section *last = NULL;
    for (size_t i = 0; i < s->sections->n_settings; i++) {
        const struct setting *k = &s->sections->settings[i];
        if (setting_matches(k, patterns) && !(k->key->flags & KEY_UNSAVED && settings_at_default(s, k)))
            settings_print_one(s, k, &last, out);
    }
}

int settings_compare(const struct settings *a, const struct settings *b)
{
    const struct sections *l = a->sections;
    int c = 0;
    for (size_t i = 0; i < l->n_settings && c == 0; i++)
        c = key_compare(l->settings[i].key, a->block + l->settings[i].offset, b->block + l->settings[i].offset);
    return c;
}

int settings_have(const struct settings *s, const char *name, const char *values)
{
    const char *const pattern[] = { name, NULL };
    const struct sections *l = s->sections;
    const int other_than = values[0] == '!';
    struct text value = TEXT_INIT;
    int found = 0;
    for (size_t i = 0; i < l->n_settings; i++)
        if (setting_matches(&l->settings[i], pattern))
            settings_value(s, &l->settings[i], &value);
    char **words = split(values + other_than, " ", 0, NULL);
    for (char **word = words; *word; word++)
        found |= strcmp(*word, text_of(&value)) == 0;
    split_free(words);
    text_release(&value);
    return found != other_than;
}
