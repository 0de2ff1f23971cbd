#include "cmd/compare/report_bases.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"

/* NULL-terminated, split_free(). */
static char **folders_of(const struct material *m)
{
    char **folders = mem_zero(m->n + 1, sizeof *folders);
    for (size_t i = 0; i < m->n; i++)
        folders[i] = mem_string(m->of[i].folder);
    return folders;
}

/* Of "WORDS=FOLDER" the folder, and the words; of "a/b" these are "b". */
static const char *folder_of(const char *said, char **words)
{
    const char *mark = strchr(said, '=');
    *words = mem_string(mark ? said : path_last(said));
    if (!mark)
        return said;
    (*words)[mark - said] = '\0';
    return mark + 1;
}

static int compare_with(struct report_bases *b, const char *said, const struct material *m, struct error *e)
{
    const char *folder = folder_of(said, &b->words[b->n]);
    struct comparison *c = &b->made[b->n];
    char **from = side_folders(folder, e), **to = folders_of(m);
    int bad = !from;
    if (from && !from[0])
        bad = error_set(e, "'%s': found no auc.csv in it, or in a folder of it", folder);
    b->of[b->n] = (struct page_base) { b->words[b->n], &c->gate };
    b->n++;
    bad = bad || comparison_make(c, from, to, &b->rule, e);
    split_free(from);
    split_free(to);
    return bad ? -1 : 0;
}

int report_bases_make(struct report_bases *b, const struct options *o, const struct suite *suite,
                      const struct material *m, struct error *e)
{
    *b = (struct report_bases) { .rule = gate_defaults };
    if (!o->n_bases)
        return 0;
    b->of = mem_zero(o->n_bases, sizeof *b->of);
    b->made = mem_zero(o->n_bases, sizeof *b->made);
    b->words = mem_zero(o->n_bases, sizeof *b->words);
    b->rule.suite = suite;
    b->rule.first = 1; /* rows that are all new are no fault of a report */
    int bad = comparison_noise(&b->noise, o->noise, &b->rule.noise, e);
    for (size_t i = 0; i < o->n_bases && !bad; i++)
        bad = compare_with(b, o->bases[i], m, e);
    return bad ? -1 : 0;
}

void report_bases_release(struct report_bases *b)
{
    for (size_t i = 0; i < b->n; i++) {
        comparison_release(&b->made[i]);
        free(b->words[i]);
    }
    free(b->of);
    free(b->made);
    free(b->words);
    noise_file_release(&b->noise);
    *b = (struct report_bases) { 0 };
}
