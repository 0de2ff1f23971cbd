#include "plan/keys.h"
#include "plan/spec.h"

#include <string.h>

/* "one of a, b, c" and the like. */
static void expected(const struct settings_key *k, struct text *out)
{
    switch (k->type) {
    case KEY_INT:
        text_format(out, "whole number from %.0f to %.0f", k->least, k->most);
        break;
    case KEY_REAL:
        text_format(out, "number from %.9g to %.9g", k->least, k->most);
        break;
    case KEY_CHOICE:
        for (const char *word = k->words; *word; word += strcspn(word, " "), word += *word == ' ')
            text_format(out, "%s%.*s", word == k->words ? "" : " | ", (int)strcspn(word, " "), word);
        break;
    case KEY_INTS:
        text_format(out, "1 to %d whole numbers from %.0f to %.0f, separated by blanks", INT_LIST_MAX, k->least,
                    k->most);
        break;
    }
}

static void start_section(const char **section, const char *next, struct text *out)
{
    if (*section && strcmp(*section, next) == 0)
        return;
    text_format(out, "\n[%s]\n", next);
    *section = next;
}

void spec_describe(struct text *out)
{
    const char *section = NULL;
    text_append(out, "; A spec: what to run. Every key with its default; all but two can be left out.\n"
                     "; A comment starts a line with ; or follows a blank and ;\n"
                     "; A line may be long. An indented line goes on with the value above it; between its\n"
                     "; lines there may be blank ones and comments.\n"
                     "; Values separated by commas are an axis of the grid: one run for each\n"
                     "; combination. Values separated by blanks are one list. a..b is a range of whole\n"
                     "; numbers. `-D section.key=value` on the command line goes over the file.\n");
    for (const struct spec_key *k = spec_keys; k->section; k++) {
        start_section(&section, k->section, out);
        text_format(out, "; %s\n", k->help);
        if (k->describe)
            k->describe(";   ", out);
        text_format(out, "; %s%s\n%s = %s\n", k->expected, k->required ? "; must be given, for example:" : "", k->name,
                    k->start);
    }
    text_append(out, "\n; The keys below can be axes too.\n");
    for (const struct settings_key *k = settings_keys; k->section; k++) {
        start_section(&section, k->section, out);
        text_format(out, "; %s\n; ", k->help);
        expected(k, out);
        text_format(out, "\n%s = %s\n", k->name, k->start);
    }
}
