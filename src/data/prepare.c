#include "data/prepare.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/dataset.h"
#include "data/preparation.h"
#include "data/remarks.h"

void prepare_payload(const struct catalogue_entry *c, const struct edition *edition, const char *const *sha256,
                     int reading, char hex[SHA256_HEX])
{
    struct text lines = TEXT_INIT;
    for (size_t i = 0; i < edition->n_files; i++)
        text_format(&lines, "%s %s %s\n", edition->files[i].role, edition->files[i].file, sha256[i]);
    if (c->invert)
        text_append(&lines, "invert on\n");
    if (c->grey)
        text_append(&lines, "grey on\n");
    if (c->resize_height)
        text_format(&lines, "resize %d %d\n", c->resize_height, c->resize_width);
    if (c->zero_label >= 0)
        text_format(&lines, "zero_label %d\n", c->zero_label);
    if (reading)
        text_format(&lines, "reading %d\n", reading);
    if (c->reader->folders && c->classes.fixed) { /* names of folders become numbers in this order */
        text_append(&lines, "classes");
        for (size_t i = 0; i < c->classes.n; i++)
            text_format(&lines, " %s", c->classes.name[i]);
        text_append(&lines, "\n");
    }
    hash_text(text_of(&lines), hex);
    text_release(&lines);
}

static struct preparation preparation_of(const struct catalogue_entry *c, int reading)
{
    return (struct preparation) { .reader = c->reader,
                                  .reading = reading,
                                  .grey = c->grey,
                                  .invert = c->invert,
                                  .resize_height = c->resize_height,
                                  .resize_width = c->resize_width };
}

/* The reader's lines, with the split's name before each. */
static void add_notes(struct text *notes, const char *split_name, const char *lines)
{
    char **list = split(lines, "\n", 0, NULL);
    for (char **line = list; notes && *line; line++)
        text_format(notes, "%s: %s\n", split_name, *line);
    split_free(list);
}

static int read_split(struct images *out, const struct catalogue_entry *c, const struct edition *edition,
                      const struct located_file *files, int split_number, struct class_names *classes,
                      struct preparation *how, struct text *notes, struct error *e)
{
    const struct reader *r = c->reader;
    const char *images = reader_role(r, split_number, 0);
    const char *labels = r->labels_apart ? reader_role(r, split_number, 1) : NULL;
    const char *others = reader_role(r, !split_number, 0);
    const char **paths = mem_alloc(edition->n_files, sizeof *paths);
    const char **beside = mem_alloc(edition->n_files, sizeof *beside);
    struct text lines = TEXT_INIT;
    struct read_found found = { 0 };
    struct read_input in = {
        .files = paths, .beside = beside, .zero_label = c->zero_label, .notes = &lines, .found = &found
    };
    preparation_ask(how, &in);
    for (size_t i = 0; i < edition->n_files; i++) {
        if (strcmp(edition->files[i].role, images) == 0)
            paths[in.n_files++] = files[i].path;
        else if (strcmp(edition->files[i].role, others) == 0)
            beside[in.n_beside++] = files[i].path;
        else if (labels && strcmp(edition->files[i].role, labels) == 0)
            in.labels = files[i].path;
    }
    int rc = r->read(out, &in, classes, e);
    if (rc == 0)
        preparation_apply(how, out);
    if (found.reading_matters)
        how->reading = PREPARATION_READING;
    add_notes(notes, split_number ? "test" : "train", text_of(&lines));
    text_release(&lines);
    read_found_release(&found);
    free(paths);
    free(beside);
    return rc;
}

/* `count` 0 and a side 0 stand for any. */
static int check_split(const struct images *im, const char *split_name, size_t count, const struct catalogue_entry *c,
                       struct error *e)
{
    if (count && im->n != count)
        return error_set(e, "expected %zu %s images, found %zu", count, split_name, im->n);
    const int expected[] = { c->height, c->width, c->channels };
    const int found[] = { im->height, im->width, im->channels };
    static const char *const side[] = { "height", "width", "channels" };
    for (int i = 0; i < 3; i++)
        if (expected[i] && expected[i] != found[i])
            return error_set(e, "expected %s images with %s %d, found %d", split_name, side[i], expected[i], found[i]);
    return 0;
}

static int check_both(const struct images *train, const struct images *test, const struct catalogue_entry *c,
                      const struct edition *edition, struct error *e)
{
    if (check_split(train, "train", edition->train_count, c, e) || check_split(test, "test", edition->test_count, c, e))
        return -1;
    if (train->height == test->height && train->width == test->width && train->channels == test->channels)
        return 0;
    int sizes = train->height != test->height || train->width != test->width;
    int colours = train->channels != test->channels;
    return error_set(e,
                     "train images are %dx%dx%d, test images %dx%dx%d; in the data set's entry %s%s%s makes them alike",
                     train->height, train->width, train->channels, test->height, test->width, test->channels,
                     sizes ? "'resize = HEIGHT WIDTH'" : "", sizes && colours ? " and " : "",
                     colours ? "'grey = on'" : "");
}

/* The catalogue's names, which stay its own, or an empty list for the reader to fill. */
static struct class_names known_classes(const struct catalogue_entry *c)
{
    return c->classes.fixed ? c->classes : (struct class_names) { 0 };
}

/* "sha256:DIGITS", "md5:DIGITS" or "archive", as the entry has it. */
static void print_digest(const struct catalogue_file *f, struct text *t)
{
    static const char *const names[] = {
        [DIGEST_NONE] = "-", [DIGEST_SHA256] = "sha256:", [DIGEST_MD5] = "md5:", [DIGEST_ARCHIVE] = "archive"
    };
    text_format(t, "%s%s\n", names[f->digest], f->hex);
}

/* The text "files" of a prepared set, for an edition that is known by something else than the SHA-256 of each file: the
 * lines "ROLE FILE SHA256 DIGEST" with the entry's digest, then "archive FILE DIGEST" of each archive that the edition
 * may come from. So a set can be checked, and an entry that has changed since is noticed. Else nothing. */
static void print_files(const struct catalogue_entry *c, const struct edition *edition, const char *const *sha256,
                        struct text *t)
{
    int all_known = 1;
    for (size_t i = 0; i < edition->n_files; i++)
        all_known &= edition->files[i].digest == DIGEST_SHA256;
    for (size_t i = 0; i < edition->n_files && !all_known; i++) {
        text_format(t, "%s %s %s ", edition->files[i].role, edition->files[i].file, sha256[i]);
        print_digest(&edition->files[i], t);
    }
    for (size_t i = 0; i < c->n_sources && !all_known; i++)
        if (c->sources[i].archive.file && &c->editions[c->sources[i].edition] == edition) {
            text_format(t, "archive %s ", c->sources[i].archive.file);
            print_digest(&c->sources[i].archive, t);
        }
}

static int write_set(const struct catalogue_entry *c, const struct edition *edition, const struct located_file *files,
                     const char *folder, const struct class_names *classes, const struct preparation *how,
                     const struct images split[2], struct error *e)
{
    char hex[SHA256_HEX];
    struct text noted = TEXT_INIT, preparation = TEXT_INIT;
    const char **sums = mem_alloc(edition->n_files, sizeof *sums);
    for (size_t i = 0; i < edition->n_files; i++)
        sums[i] = files[i].payload.sha256;
    prepare_payload(c, edition, sums, how->reading, hex);
    print_files(c, edition, sums, &noted);
    preparation_print(how, &preparation);
    const struct dataset_source source = { noted.length ? noted.s : NULL, preparation.s };
    int rc = dataset_write(folder, c->name, edition->name, hex, &source, (const char *const *)classes->name,
                           (int)classes->n, &split[0], &split[1], e);
    text_release(&preparation);
    text_release(&noted);
    free(sums);
    return rc;
}

/* A set of negatives alone has none. */
static int has_test(const struct catalogue_entry *c, const struct edition *edition)
{
    const char *role = reader_role(c->reader, 1, 0);
    size_t i = 0;
    while (i < edition->n_files && strcmp(edition->files[i].role, role) != 0)
        i++;
    return i < edition->n_files;
}

int prepare(const struct catalogue_entry *c, const struct edition *edition, const struct located_file *files,
            const char *folder, struct text *notes, struct error *e)
{
    struct class_names classes = known_classes(c);
    struct preparation how = preparation_of(c, 0);
    struct images split[2];
    int rc = 0;
    for (int i = 0; i < 2; i++)
        images_init(&split[i]);
    for (int i = 0; i < 2 && rc == 0; i++)
        if (i == 0 || has_test(c, edition))
            rc = read_split(&split[i], c, edition, files, i, &classes, &how, notes, e);
        else
            images_alloc(&split[i], 0, split[0].height, split[0].width, split[0].channels);
    if (rc == 0 && how.reading && edition->any_reading)
        rc = error_set(
            e, "the edition '%s' says 'reading = any', but earlier versions read some of its pictures otherwise",
            edition->name);
    if (rc == 0)
        rc = check_both(&split[0], &split[1], c, edition, e);
    if (rc == 0)
        rc = write_set(c, edition, files, folder, &classes, &how, split, e);
    images_release(&split[0]);
    images_release(&split[1]);
    if (!c->classes.fixed)
        class_names_release(&classes);
    return rc;
}

/* The SHA-256 of each of the edition's files, from the entry or from what the set noted: words of `lines`, which are
 * those of its text "files". NULL in the place of what neither has. */
static void known_sums(const struct edition *edition, char **lines, size_t n_lines, const char **sums)
{
    for (size_t i = 0; i < edition->n_files; i++) {
        const struct catalogue_file *f = &edition->files[i];
        char *word = i < n_lines ? strrchr(lines[i], ' ') : NULL; /* before the digest */
        sums[i] = f->digest == DIGEST_SHA256 ? f->hex : NULL;
        if (f->digest == DIGEST_SHA256 || !word || word - lines[i] < SHA256_HEX)
            continue;
        *word = '\0';
        sums[i] = word - (SHA256_HEX - 1);
    }
}

/* How the set was made from its files. A set of an earlier version does not tell; of pictures, these may have been read
 * otherwise than now. */
static int find_preparation(const struct catalogue_entry *c, const struct dataset *d, const struct edition *edition,
                            struct preparation *how, struct error *e)
{
    *how = preparation_of(c, 0);
    if (d->source.preparation)
        return preparation_read(how, d->archive.path, d->source.preparation, e);
    if (c->reader == &reader_images && !edition->any_reading)
        return error_set(e,
                         "%s: it does not tell how its pictures were read, so an earlier version made it, which read "
                         "some otherwise",
                         d->archive.path);
    return 0;
}

/* Was the set made from what the entry says now? */
static int check_payload(const struct catalogue_entry *c, const struct dataset *d, const struct edition *edition,
                         struct error *e)
{
    size_t n_lines;
    char hex[SHA256_HEX], **lines = split(d->source.files ? d->source.files : "", "\n", 0, &n_lines);
    const char **sums = mem_alloc(edition->n_files, sizeof *sums);
    struct text now = TEXT_INIT;
    struct preparation how;
    int rc = find_preparation(c, d, edition, &how, e);
    known_sums(edition, lines, n_lines, sums);
    for (size_t i = 0; i < edition->n_files && rc == 0; i++)
        if (edition->files[i].digest == DIGEST_NONE)
            rc = error_set(e, "%s:%d: '%s' has no checksum: `lisae data fetch %s --from DIR` prints it", c->path,
                           edition->files[i].line, edition->files[i].key, c->name);
        else if (!sums[i])
            rc = error_set(e, "%s: it does not tell which files it was made from", d->archive.path);
    if (rc == 0) {
        prepare_payload(c, edition, sums, how.reading, hex);
        print_files(c, edition, sums, &now);
        if (strcmp(hex, d->payload) != 0)
            rc = error_set(e, "%s: expected the payload hash %s of the edition '%s', found %s", d->archive.path, hex,
                           edition->name, d->payload);
        else if (strcmp(text_of(&now), d->source.files ? d->source.files : "") != 0)
            rc = error_set(e, "%s: the edition '%s' has other checksums than when the set was made", d->archive.path,
                           edition->name);
    }
    text_release(&now);
    free(sums);
    split_free(lines);
    return rc;
}

static int verify(const struct catalogue_entry *c, const struct dataset *d, const struct edition *edition,
                  struct error *e)
{
    if (!edition)
        return error_set(e, "%s: the edition '%s' is not in the catalogue '%s'", d->archive.path, d->edition, c->path);
    if (check_payload(c, d, edition, e))
        return -1;
    if (c->classes.fixed && (size_t)d->n_classes != c->classes.n)
        return error_set(e, "%s: expected %zu classes, found %d", d->archive.path, c->classes.n, d->n_classes);
    for (int i = 0; c->classes.fixed && i < d->n_classes; i++)
        if (strcmp(c->classes.name[i], d->classes[i]) != 0)
            return error_set(e, "%s: expected class %d to be '%s', found '%s'", d->archive.path, i, c->classes.name[i],
                             d->classes[i]);
    if (check_both(&d->train, &d->test, c, edition, e))
        return error_prefix(e, "%s", d->archive.path);
    return 0;
}

int prepare_verify(const struct catalogue_entry *c, const char *folder, const struct edition **edition,
                   struct text *remarks, struct error *e)
{
    struct dataset d;
    if (dataset_open(&d, folder, c->name, e))
        return -1;
    const struct edition *found = catalogue_edition(c, d.edition);
    int rc = verify(c, &d, found, e);
    if (rc == 0 && remarks) {
        if (found->note && *found->note)
            text_format(remarks, "edition '%s': %s\n", found->name, found->note);
        dataset_remarks(&d, remarks);
    }
    dataset_release(&d);
    if (rc == 0 && edition)
        *edition = found;
    return rc;
}
