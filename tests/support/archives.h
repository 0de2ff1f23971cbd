/* Archives that nobody wrote: copies of good ones with one thing wrong. */
#ifndef TESTS_SUPPORT_ARCHIVES_H
#define TESTS_SUPPORT_ARCHIVES_H

#include <string.h>

#include "store/archive.h"
#include "support/main.h"

/* A copy of an archive with one entry left out, or replaced by numbers or by a text. */
static inline void put_changed(const struct archive *from, const char *path, const char *name, int type, size_t n,
                               const void *data)
{
    struct error e = { .text = "" };
    struct archive_writer *w = archive_create(path, &e);
    assert_non_null(w);
    assert_non_null(from->entries);
    for (size_t i = 0; i < from->n_entries; i++) {
        const struct archive_entry *entry = &from->entries[i];
        if (strcmp(entry->name, name) != 0)
            archive_add(w, entry->name, entry->type, entry->rank, entry->dims, entry->data);
        else if (data && type == ARCHIVE_TEXT)
            archive_add_text(w, name, data);
        else if (data)
            archive_add_vector(w, name, (enum archive_type)type, n, data);
    }
    assert_int_equal(archive_commit(w, &e), 0);
}

#endif
