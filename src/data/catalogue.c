#include "data/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/file.h"
#include "store/ini.h"

const struct edition *catalogue_edition(const struct catalogue_entry *c, const char *name)
{
    for (size_t i = 0; i < c->n_editions; i++)
        if (strcmp(c->editions[i].name, name) == 0)
            return &c->editions[i];
    return NULL;
}

static void release_file(struct catalogue_file *f)
{
    free(f->key);
    free(f->file);
}

void catalogue_release(struct catalogue_entry *c)
{
    char *const texts[] = { c->path, c->name, c->title, c->licence, c->citation, c->homepage, c->note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    for (size_t i = 0; i < c->n_editions; i++) {
        struct edition *edition = &c->editions[i];
        for (size_t k = 0; k < edition->n_files; k++)
            release_file(&edition->files[k]);
        free(edition->files);
        free(edition->name);
        free(edition->note);
    }
    for (size_t i = 0; i < c->n_sources; i++) {
        struct source *s = &c->sources[i];
        release_file(&s->archive);
        split_free(s->urls);
        split_free(s->folders);
        free(s->name);
        free(s->package);
        free(s->suffix);
    }
    free(c->editions);
    free(c->sources);
    class_names_release(&c->classes);
    *c = (struct catalogue_entry) { 0 };
}

char **catalogue_list(const char *folder, size_t *n, struct error *e)
{
    return folder_stems(folder, ".ini", n, e);
}

int catalogue_name_good(const char *name)
{
    return ini_valid_key(name) && !strchr(".-", name[0]);
}

long long catalogue_bytes(const struct catalogue_entry *c, const char *file)
{
    long long most = 0;
    for (size_t i = 0; i < c->n_editions; i++)
        for (size_t k = 0; k < c->editions[i].n_files; k++) {
            const struct catalogue_file *f = &c->editions[i].files[k];
            if (strcmp(f->file, file) == 0 && (f->bytes < 0 || f->bytes > most))
                most = f->bytes < 0 ? (long long)READ_BYTES_MAX : f->bytes;
        }
    return most;
}

int catalogue_find(struct catalogue_entry *c, const char *folder, const char *name, struct text *problems)
{
    *c = (struct catalogue_entry) { 0 };
    char *file = mem_resize(NULL, strlen(name) + 5, 1);
    snprintf(file, strlen(name) + 5, "%s.ini", name);
    char *path = path_join(folder, file, NULL);
    int rc = 0;
    if (catalogue_name_good(name) && path_exists(path))
        rc = catalogue_read(c, path, problems);
    else {
        size_t n;
        struct error e;
        char **names = catalogue_list(folder, &n, &e);
        if (names)
            text_format(problems, "%s: unknown data set '%s'%s\n", folder, name,
                        hint_for(name, (const char *const *)names).text);
        else
            text_format(problems, "%s\n", e.text);
        split_free(names);
        rc = -1;
    }
    free(file);
    free(path);
    return rc;
}
