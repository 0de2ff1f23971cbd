#include "stress/keys.h"

#include <string.h>

#include "base/error.h"

static int check_sets(const char *value, const void *context, struct error *e)
{
    return stress_sets_check(value, e);
}

static int check_rho(const char *value, const void *context, struct error *e)
{
    double rho[SEARCH_RHOS];
    size_t n;
    return stress_rho(value, rho, &n, e);
}

static void describe_sets(const char *start, const void *context, struct text *out)
{
    stress_sets_describe(start, out);
}

static const struct key keys[] = {
    { .name = "run",
      .type = KEY_SWITCH,
      .offset = KEY_OFFSET(struct stress_keys, run, int),
      .start = "off",
      .words = "off on",
      .expected = "on or off",
      .help = "ask each trained detector about the sets, when its run is done; its model has to be kept",
      .flags = KEY_SINGLE },
    { .name = "sets",
      .type = KEY_TEXT,
      .start = "all",
      .expected = "all, or names with blanks between",
      .help = "the sets of images:",
      .flags = KEY_SINGLE,
      .check = check_sets,
      .describe = describe_sets },
    { .name = "search",
      .type = KEY_CHOICE,
      .offset = KEY_OFFSET(struct stress_keys, search, const char *),
      .start = "gradient",
      .words = "gradient random off",
      .expected = "gradient, random or off",
      .help =
          "for accepted images far from the training ones: along the gradient, by chance for detectors without one; "
          "by chance for all; not",
      .flags = KEY_SINGLE },
    { .name = "starts",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct stress_keys, starts, int),
      .start = "64",
      .least = 4,
      .most = 800,
      .expected = "a whole number from 4 to 800",
      .help = "of searches, a quarter each, rounded down, of noise, other, inverted and pca-5",
      .flags = KEY_SINGLE },
    { .name = "steps",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct stress_keys, steps, int),
      .start = "400",
      .least = 1,
      .most = 100000,
      .expected = "a whole number from 1 to 100000",
      .help = "scores that a search may ask for",
      .flags = KEY_SINGLE },
    { .name = "rho",
      .type = KEY_TEXT,
      .start = "1 1.25 1.5 2",
      .expected = "1 to 8 rising numbers from 1 to 100, blanks between",
      .help = "how far a search's images have to be, in the 99 % quantile of the training images' distances",
      .flags = KEY_SINGLE,
      .check = check_rho },
    { 0 },
};

const struct section stress_section = { "stress", sizeof(struct stress_keys), keys, NULL };

void stress_request_init(struct stress_request *r)
{
    *r = (struct stress_request) { .seed = 1 };
    for (const struct key *k = keys; k->name; k++)
        key_parse(k, &r->keys, k->start, NULL);
    r->sets = "all";
    r->rho = "1 1.25 1.5 2";
}

int stress_rho(const char *text, double rho[SEARCH_RHOS], size_t *n, struct error *e)
{
    char **words = split(text, " ", 0, NULL);
    int bad = !words[0];
    *n = 0;
    for (char **word = words; *word && !bad; word++) {
        bad = *n == SEARCH_RHOS || parse_double(*word, &rho[*n]) || !(rho[*n] >= (*n ? rho[*n - 1] : 1)) ||
              rho[*n] > 100 || (*n && rho[*n] == rho[*n - 1]);
        ++*n;
    }
    split_free(words);
    return bad ? error_set(e, "expected 1 to %d rising numbers from 1 to 100, found '%s'", SEARCH_RHOS, text) : 0;
}

void stress_request_print(const struct stress_request *r, struct text *out)
{
    text_append(out, "[stress]\nformat = 1\n");
    for (const struct key *k = keys + 1; k->name; k++) { /* all but whether it is asked at all */
        text_format(out, "%s = ", k->name);
        if (k->type == KEY_TEXT)
            text_append(out, strcmp(k->name, "sets") == 0 ? r->sets : r->rho);
        else
            key_print(k, &r->keys, out);
        text_append(out, "\n");
    }
    text_format(out, "seed = %ld\n", r->seed);
}
