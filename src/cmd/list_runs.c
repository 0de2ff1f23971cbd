#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/list.h"
#include "run/card.h"
#include "run/stock.h"
#include "store/file.h"

/* Does KEY=VALUE hold? */
static int holds(const struct card *c, const char *condition)
{
    const char *sign = strchr(condition, '=');
    char *key = mem_string(condition);
    key[sign - condition] = '\0';
    const char *value = card_value(c, key);
    free(key);
    return value && strcmp(value, sign + 1) == 0;
}

static int is_wanted(const struct card *c, const struct options *o)
{
    for (size_t i = 0; i < o->n_where; i++)
        if (!holds(c, o->where[i]))
            return 0;
    return 1;
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
    if (stock_read(&s, o->results, &e)) {
        stock_release(&s);
        return complain(EXIT_RUN, "%s", e.text);
    }
    for (size_t i = 0; i < s.n; i++) {
        struct card c;
        card_read(&c, path_join(s.of[i].place, s.of[i].id, NULL));
        if (is_wanted(&c, o)) {
            printf("%s  %-18s %-14s %-6s %-18s %-4s %-7s %s\n", s.of[i].id, word(&c, "run.detector"),
                   word(&c, "data.dataset"), word(&c, "data.positive"), word(&c, "data.negative"), word(&c, "run.seed"),
                   word(&c, "run.status"), word(&c, "program.revision"));
            n++;
        }
        card_release(&c);
    }
    fflush(stdout); /* where both go to one place, behind the list */
    fprintf(stderr, "%zu of %zu runs and first phases in '%s'\n", n, s.n, o->results);
    stock_release(&s);
    return EXIT_OK;
}
