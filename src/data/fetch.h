/* Getting a data set: its files from the first place that has them, verified, prepared. */
#ifndef DATA_FETCH_H
#define DATA_FETCH_H

#include "data/catalogue.h"

struct fetch_places {
    const char *data_dir;                            /* files that the user has; may be NULL */
    const char *downloads;                           /* verified files from the net are kept in downloads/NAME */
    const char *prepared;                            /* where NAME.lisae is written */
    int offline;                                     /* 1: nothing from the net */
    void (*say)(void *context, const char *message); /* what is being done; may be NULL */
    void *context;
    struct text *remarks; /* gets what the user of the prepared set should know, a line each; may be NULL */
};

/* Does nothing where the set is prepared and verifies, but that it is an error where the user's folder has files of the
 * set that are others than those it was made from. Else tries the user's folder, earlier
 * downloads and then the catalogue's sources in order. In the user's folder, the files may
 * lie in it, in a folder of the set's name, in one that a source of kind 'folder' names, or
 * in the publisher's archive. Files are used only where their checksums are right. Why a place
 * did not do is told through say() at once, and all these reasons are in the error. Where the
 * catalogue's entry has no checksums yet, say() gets the lines to paste there. Downloads are
 * renamed when they are whole: a killed program leaves no half file in downloads/NAME. */
int data_fetch(const struct catalogue_entry *c, const struct fetch_places *places, struct error *e);

/* Checks the prepared set again (prepare_verify()), also against the user's folder, where one is given. */
int data_verify(const struct catalogue_entry *c, const struct fetch_places *places, struct error *e);

#endif
