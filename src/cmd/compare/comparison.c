#include "cmd/compare/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/line/shipped.h"
#include "store/file.h"

int comparison_noise(struct noise_file *f, const char *said, const struct noise_file **used, struct error *e)
{
    char *shipped = said ? NULL : shipped_find("results/reference/noise.csv");
    const char *path = said ? said : shipped;
    int bad = 0;
    *f = (struct noise_file) { .ratio = 1 };
    *used = NULL;
    if (path && strcmp(path, "none") != 0) {
        bad = noise_file_read(f, path, e);
        *used = f;
    }
    free(shipped);
    return bad;
}

/* Experiments are told by their names, but where each side is one. */
static int read_sides(struct gate_side *a, struct gate_side *b, char *const *from, char *const *to, struct error *e)
{
    const int named = !(from[0] && !from[1] && to[0] && !to[1]) && (from[0] || (to[0] && to[1]));
    *b = (struct gate_side) { 0 };
    return side_read(a, from, named, e) || side_read(b, to, named, e);
}

/* Of a folder of experiments, that of the name of the one experiment on the other side. */
static void choose(char **many, char *const *one)
{
    char *name = one[0] && !one[1] ? realpath(one[0], NULL) : NULL;
    size_t n = 0;
    for (size_t i = 0; name && many[i]; i++)
        if (strcmp(path_last(many[i]), path_last(name)) == 0) {
            char *kept = many[i];
            many[i] = many[0];
            many[0] = kept;
            n = 1;
        }
    for (size_t i = n; n && many[i]; i++) {
        free(many[i]);
        many[i] = NULL;
    }
    free(name);
}

int comparison_make(struct comparison *c, char **from, char **to, const struct gate_rule *rule, struct error *e)
{
    *c = (struct comparison) { 0 };
    if (from[0] && from[1])
        choose(from, to);
    if (to[0] && to[1])
        choose(to, from);
    if (read_sides(&c->a, &c->b, from, to, e))
        return -1;
    gate_compare(&c->gate, &c->a, &c->b, rule);
    return 0;
}

void comparison_release(struct comparison *c)
{
    gate_release(&c->gate);
    side_release(&c->a);
    side_release(&c->b);
}
