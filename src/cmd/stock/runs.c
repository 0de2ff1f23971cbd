#include "cmd/stock/runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/card.h"
#include "run/stock.h"
#include "store/file.h"

/* Of the key of KEY=VALUE; NULL where the run has none. */
static const char *value_of(const struct card *c, const char *condition)
{
    char *key = mem_string(condition);
    *strchr(key, '=') = '\0';
    const char *value = card_value(c, key);
    free(key);
    return value;
}

/* Notes in `known` which conditions' keys the run has at all. */
static int is_wanted(const struct card *c, const struct options *o, unsigned char *known)
{
    int wanted = 1;
    for (size_t i = 0; i < o->n_where; i++) {
        const char *value = value_of(c, o->where[i]);
        known[i] |= value != NULL;
        wanted &= value && strcmp(value, strchr(o->where[i], '=') + 1) == 0;
    }
    return wanted;
}

/* A key that no run has is a slip of the pen, where there are runs. */
static int check_keys(const struct options *o, const unsigned char *known)
{
    for (size_t i = 0; i < o->n_where; i++)
        if (!known[i])
            return complain(EXIT_USAGE,
                            "--where: expected a key of spec.ini or meta.ini, found '%.*s', which no run has",
                            (int)strcspn(o->where[i], "="), o->where[i]);
    return EXIT_OK;
}

static const char *word(const struct card *c, const char *key)
{
    const char *value = card_value(c, key);
    return value ? value : "-";
}

int list_runs(const struct options *o)
{
    struct stock s;
    struct error e;
    size_t n = 0;
    for (size_t i = 0; i < o->n_where; i++) {
        const char *sign = strchr(o->where[i], '=');
        if (!sign || sign == o->where[i])
            return complain(EXIT_USAGE, "--where: expected KEY=VALUE, found '%s'", o->where[i]);
    }
    if (!path_exists(o->results)) /* a mistyped one would look as if it had no runs */
        return complain(EXIT_RUN, "'%s': expected a folder of results, found none", o->results);
    if (stock_read(&s, o->results, &e)) {
        stock_release(&s);
        return complain(EXIT_RUN, "%s", e.text);
    }
    unsigned char *known = mem_zero(o->n_where + 1, 1);
    for (size_t i = 0; i < s.n; i++) {
        struct card c;
        card_read(&c, path_join(s.of[i].place, s.of[i].id, NULL));
        if (is_wanted(&c, o, known)) {
            printf("%s  %-18s %-14s %-6s %-18s %-4s %-7s %s\n", s.of[i].id, word(&c, "run.detector"),
                   word(&c, "data.dataset"), word(&c, "data.positive"), word(&c, "data.negative"), word(&c, "run.seed"),
                   word(&c, "run.status"), word(&c, "program.revision"));
            n++;
        }
        card_release(&c);
    }
    fflush(stdout); /* where both go to one place, behind the list */
    fprintf(stderr, "%zu of %zu runs and first phases in '%s'\n", n, s.n, o->results);
    const int code = s.n ? check_keys(o, known) : EXIT_OK;
    free(known);
    stock_release(&s);
    return code;
}
