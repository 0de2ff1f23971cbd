#include "run/card.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "run/places.h"
#include "store/file.h"

static const char DIGITS[] = "0123456789abcdef";

char *card_id(const char *text)
{
    enum { LENGTH = RUN_ID - 1 };
    for (const char *at = text; *at;) {
        const size_t n = strspn(at, DIGITS);
        const int begins = at == text || strchr("/, \t\"", at[-1]) != NULL;
        if (begins && n == LENGTH && (!at[n] || strchr("/, \t\"\r\n", at[n]))) {
            struct text id = TEXT_INIT;
            text_append_bytes(&id, at, n);
            return id.s;
        }
        at += n ? n : 1;
    }
    return mem_string(text);
}

/* Adds the folders of a place whose names begin like this. */
static void look_in(const char *place, const char *id, char **found, size_t *n)
{
    size_t n_names = 0;
    struct error ignored;
    char **names = path_exists(place) ? folder_stems(place, "", &n_names, &ignored) : NULL;
    for (size_t i = 0; i < n_names; i++) {
        char *meta = path_join(place, names[i], "meta.ini", NULL);
        if (starts_with(names[i], id) && path_exists(meta)) {
            free(*found);
            *found = path_join(place, names[i], NULL);
            ++*n;
        }
        free(meta);
    }
    split_free(names);
}

char *card_folder(const char *results, const char *id, struct error *e)
{
    char *places[] = { runs_folder(results), phase1_folder(results) }, **before = places_of_before(results, NULL);
    char *found = NULL;
    size_t n = 0;
    if (*id && id[strspn(id, DIGITS)] == '\0') {
        look_in(places[0], id, &found, &n);
        look_in(places[1], id, &found, &n);
        for (char **place = before; *place && n == 0; place++)
            look_in(*place, id, &found, &n);
    }
    if (n == 0 && strlen(id) == RUN_ID - 1)
        error_set(e, "expected run %s in '%s', found none: rows of kept tables are of runs that may be gone", id,
                  results);
    else if (n == 0)
        error_set(e, "expected the ID of a run in '%s', or a row of auc.csv, found '%.80s'", results, id);
    if (n > 1) {
        error_set(e, "%zu runs in '%s' have IDs that begin with '%.80s'", n, results, id);
        free(found);
        found = NULL;
    }
    free(places[0]);
    free(places[1]);
    split_free(before);
    return found;
}

static void read_part(struct ini *ini, const char *folder, const char *name)
{
    struct text ignored = TEXT_INIT;
    char *path = path_join(folder, name, NULL);
    ini_read(ini, path, &ignored);
    text_release(&ignored);
    free(path);
}

void card_read(struct card *c, char *folder)
{
    *c = (struct card) { .folder = folder };
    read_part(&c->spec, folder, "spec.ini");
    read_part(&c->meta, folder, "meta.ini");
}

void card_release(struct card *c)
{
    ini_release(&c->spec);
    ini_release(&c->meta);
    free(c->folder);
    *c = (struct card) { 0 };
}

static const char *value_in(const struct ini *ini, const char *section, size_t length, const char *key)
{
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *at = &ini->entries[i];
        if (strcmp(at->key, key) == 0 &&
            (!section || (strlen(at->section) == length && strncmp(at->section, section, length) == 0)))
            return at->value;
    }
    return NULL;
}

const char *card_value(const struct card *c, const char *key)
{
    const char *dot = strrchr(key, '.'), *section = dot ? key : NULL, *name = dot ? dot + 1 : key;
    const size_t length = dot ? (size_t)(dot - key) : 0;
    const char *value = value_in(&c->spec, section, length, name);
    return value ? value : value_in(&c->meta, section, length, name);
}
