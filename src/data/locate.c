#include "data/locate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "store/file.h"

/* What lies in a folder under one of the catalogue's names, measured once for all editions. */
struct found {
    const char *file;
    char *path; /* NULL: it is not there */
    struct payload payload;
    struct error error; /* empty: `payload` is good */
};

struct folder {
    const struct catalogue_entry *c;
    const char *path;
    struct found *found;
    size_t n;
};

/* FILE, or FILE.gz where the reader can read that; NULL where there is neither. */
static char *probe(const struct catalogue_entry *c, const char *folder, const char *file)
{
    struct stat s;
    char *path = path_join(folder, file, NULL);
    if (stat(path, &s) == 0 && (S_ISREG(s.st_mode) || (S_ISDIR(s.st_mode) && c->reader->folders)))
        return path;
    char *packed = mem_resize(NULL, strlen(path) + 4, 1);
    memcpy(packed, path, strlen(path));
    memcpy(packed + strlen(path), ".gz", 4);
    free(path);
    if (c->reader->compressed && stat(packed, &s) == 0 && S_ISREG(s.st_mode))
        return packed;
    free(packed);
    return NULL;
}

static const struct found *find(struct folder *folder, const char *file)
{
    for (size_t i = 0; i < folder->n; i++)
        if (strcmp(folder->found[i].file, file) == 0)
            return &folder->found[i];
    struct found *f = &folder->found[folder->n++];
    *f = (struct found) { .file = file, .path = probe(folder->c, folder->path, file) };
    if (f->path && payload_measure(f->path, catalogue_bytes(folder->c, file), &f->payload, &f->error) == 0)
        f->error.text[0] = '\0';
    return f;
}

int locate_matches(const struct catalogue_file *f, const char *path, const struct payload *p, struct text *why)
{
    const char *name = f->digest == DIGEST_SHA256 ? "sha256" : "md5";
    const char *hex = f->digest == DIGEST_SHA256 ? p->sha256 : p->md5;
    if (f->bytes >= 0 && f->bytes != p->bytes) {
        text_format(why, "%s: expected %lld bytes, found %lld", path, f->bytes, p->bytes);
        return 0;
    }
    if ((f->digest == DIGEST_SHA256 || f->digest == DIGEST_MD5) && strcmp(f->hex, hex) != 0) {
        text_format(why, "%s: expected %s %s, found %s", path, name, f->hex, hex);
        return 0;
    }
    return 1;
}

int locate_known(const struct catalogue_entry *c, const char *file, const char *path, const struct payload *p,
                 int unpacked, struct text *why)
{
    for (size_t i = 0; i < c->n_editions; i++)
        for (size_t k = 0; k < c->editions[i].n_files; k++) {
            const struct catalogue_file *f = &c->editions[i].files[k];
            if (strcmp(f->file, file) != 0 || (f->digest == DIGEST_ARCHIVE && !unpacked))
                continue;
            text_clear(why);
            if (locate_matches(f, path, p, why))
                return 1;
        }
    return 0;
}

/* One file of an edition: 1 verified, 0 not, with the reason. */
static int check_file(const struct catalogue_file *f, const struct found *found, const struct folder *folder,
                      int from_archive, struct text *why)
{
    if (!found->path)
        text_format(why, "%s: found no '%s'", folder->path, f->file);
    else if (found->error.text[0])
        text_append(why, found->error.text);
    else if (f->digest == DIGEST_ARCHIVE && !from_archive)
        text_format(why, "%s: can be verified only as part of the publisher's archive", found->path);
    else
        return locate_matches(f, found->path, &found->payload, why);
    return 0;
}

/* The lines of the catalogue with the checksums of what was found. */
static void lines_to_paste(struct folder *folder, const struct edition *edition, struct text *why)
{
    text_format(why,
                "%s: [edition %s] has files without a checksum; "
                "if you trust those in '%s', its lines are\n",
                folder->c->path, edition->name, folder->path);
    for (size_t i = 0; i < edition->n_files; i++) {
        const struct catalogue_file *f = &edition->files[i];
        const struct payload *p = &find(folder, f->file)->payload;
        text_format(why, "%s = %s %lld sha256:%s\n", f->key, f->file, p->bytes, p->sha256);
    }
}

/* Says in `why` what is wrong with the first file that is. */
static enum located check_edition(struct folder *folder, const struct edition *edition, int from_archive,
                                  struct text *why)
{
    int unsummed = 0;
    for (size_t i = 0; i < edition->n_files; i++) {
        const struct catalogue_file *f = &edition->files[i];
        if (!check_file(f, find(folder, f->file), folder, from_archive, why))
            return LOCATED_OTHER;
        unsummed |= f->digest == DIGEST_NONE;
    }
    if (!unsummed)
        return LOCATED_GOOD;
    lines_to_paste(folder, edition, why);
    return LOCATED_UNSUMMED;
}

/* Moves what was found into an array of one for each file. */
static struct located_file *take_files(struct folder *folder, const struct edition *edition)
{
    struct located_file *files = mem_zero(edition->n_files, sizeof *files);
    for (size_t i = 0; i < edition->n_files; i++) {
        const struct found *f = find(folder, edition->files[i].file);
        files[i].path = mem_string(f->path);
        files[i].payload = f->payload;
    }
    return files;
}

enum located locate(const struct catalogue_entry *c, const char *folder, int in_archive, const struct edition **edition,
                    struct located_file **files, struct text *why)
{
    struct folder looked_in = { .c = c, .path = folder };
    enum located result = LOCATED_OTHER;
    size_t most = 0;
    int any = 0;
    for (size_t i = 0; i < c->n_editions; i++)
        most += c->editions[i].n_files;
    looked_in.found = mem_alloc(most, sizeof *looked_in.found);
    for (size_t i = 0; i < c->n_editions && result == LOCATED_OTHER; i++) {
        struct text reason = TEXT_INIT;
        *edition = &c->editions[i];
        result = check_edition(&looked_in, *edition, in_archive == (int)i, &reason);
        if (result == LOCATED_UNSUMMED)
            text_append(why, text_of(&reason));
        else if (result == LOCATED_OTHER)
            text_format(why, "%s%s (edition '%s')", why->length ? "; " : "", text_of(&reason), (*edition)->name);
        text_release(&reason);
    }
    for (size_t i = 0; i < looked_in.n; i++)
        any |= looked_in.found[i].path != NULL;
    if (result == LOCATED_GOOD)
        *files = take_files(&looked_in, *edition);
    else if (!any)
        result = LOCATED_NOTHING;
    for (size_t i = 0; i < looked_in.n; i++)
        free(looked_in.found[i].path);
    free(looked_in.found);
    return result;
}

static int is_unknown(const struct catalogue_entry *c, const char *folder, const char *file, struct text *why)
{
    struct payload p;
    struct error e;
    char *path = probe(c, folder, file);
    int known = 1;
    if (path && payload_measure(path, catalogue_bytes(c, file), &p, &e)) {
        text_append(why, e.text);
        known = 0;
    } else if (path)
        known = locate_known(c, file, path, &p, 1, why);
    free(path);
    return !known;
}

int locate_unknown(const struct catalogue_entry *c, const char *folder, struct text *why)
{
    int unknown = 0;
    for (size_t i = 0; i < c->n_editions && !unknown; i++)
        for (size_t k = 0; k < c->editions[i].n_files && !unknown; k++) {
            text_clear(why);
            unknown = is_unknown(c, folder, c->editions[i].files[k].file, why);
        }
    return unknown;
}

void located_free(const struct edition *edition, struct located_file *files)
{
    for (size_t i = 0; i < edition->n_files; i++)
        free(files[i].path);
    free(files);
}
