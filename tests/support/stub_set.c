/* Writes a stand-in for a prepared data set: name, edition, payload hash and classes of the catalogue's entry,
 * twenty grey images of each class in the place of its own. Plans, run IDs and tables come out as with the real
 * set, since they look at nothing else of it; but for limits and pollution, which look at how many there are: EACH is
 * the number of train images of a class then, of a set whose reader finds the classes that of classes.
 * Usage: stub_set CATALOGUE NAME EDITION FOLDER [EACH] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/catalogue.h"
#include "data/dataset.h"
#include "data/prepare.h"

enum { EACH = 20 };

static int write_set(const struct catalogue_entry *c, const struct edition *edition, const char *folder, size_t each,
                     struct error *e)
{
    struct images split[2];
    char hex[SHA256_HEX];
    const size_t n_named = c->classes.n;
    const size_t n = n_named ? n_named : each == EACH ? 1 : each; /* one: a set whose reader finds the classes */
    char **numbers = mem_zero(n + 1, sizeof *numbers);
    for (size_t i = 0; i < n; i++) {
        struct text number = TEXT_INIT;
        if (n == 1)
            text_append(&number, "all");
        else
            text_format(&number, "%zu", i);
        numbers[i] = number.s;
    }
    char **classes = n_named ? c->classes.name : numbers;
    const char **sums = mem_alloc(edition->n_files, sizeof *sums);
    for (size_t i = 0; i < edition->n_files; i++)
        sums[i] = edition->files[i].hex;
    prepare_payload(c, edition, sums, 0, hex);
    for (int part = 0; part < 2; part++) {
        images_alloc(&split[part], (part || !n_named ? EACH : each) * n,
                     c->resize_height ? c->resize_height : c->height, c->resize_width ? c->resize_width : c->width,
                     c->channels);
        memset(split[part].pixels, hex[0], split[part].n * images_size(&split[part])); /* no two sets are the same */
        for (size_t i = 0; i < split[part].n; i++)
            split[part].labels[i] = (int)(i % n);
    }
    int bad = dataset_write(folder, c->name, edition->name, hex, NULL, (const char *const *)classes, (int)n, &split[0],
                            &split[1], e);
    images_release(&split[0]);
    images_release(&split[1]);
    free(sums);
    split_free(numbers);
    return bad;
}

int main(int argc, char **argv)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    struct error e = { .text = "" };
    if (argc != 5 && argc != 6) {
        fputs("usage: stub_set CATALOGUE NAME EDITION FOLDER [EACH]\n", stderr);
        return 2;
    }
    const struct edition *edition = catalogue_find(&c, argv[1], argv[2], &problems) ? NULL
                                                                                    : catalogue_edition(&c, argv[3]);
    if (!edition || write_set(&c, edition, argv[4], argc == 6 ? strtoul(argv[5], NULL, 10) : EACH, &e)) {
        fprintf(stderr, "stub_set: %s %s: %s%s\n", argv[2], argv[3], text_of(&problems), e.text);
        return 3;
    }
    catalogue_release(&c);
    text_release(&problems);
    return 0;
}
