#include "plan/spec.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/spec_keys.h"

static void describe_section(const struct section *section, const struct suite *suite, struct text *out)
{
    text_format(out, "\n[%s]\n", section->name);
    for (const struct key *k = section->keys; k->name; k++) {
        text_format(out, "; %s\n", k->help);
        if (k->describe)
            k->describe(";   ", suite, out);
        text_append(out, "; ");
        key_expected(k, out);
        text_format(out, "%s\n%s = %s\n", k->flags & KEY_REQUIRED ? "; must be given, for example:" : "", k->name,
                    k->start);
    }
}

void spec_describe(const struct suite *suite, struct text *out)
{
    text_append(out, "; A spec: what to run. Every key with its default; all but two can be left out.\n"
                     "; A comment starts a line with ; or follows a blank and ;\n"
                     "; A line may be long; a value has up to 1 MiB, a file 16 MiB. An indented line goes on with\n"
                     "; the value above it; between its lines there may be blank ones and comments.\n"
                     "; Values separated by commas are an axis of the grid: one run for each\n"
                     "; combination. Values separated by blanks are one list. a..b is a range of whole\n"
                     "; numbers, also in class:5..9; a..b:step has a step, and may be of decimals: 0.1..0.5:0.1.\n"
                     "; Combinations that cannot be are left out, and counted by `lisae check`.\n"
                     "; `-D section.key=value` on the command line goes over the file.\n");
    for (const struct section *const *s = spec_sections; *s; s++)
        describe_section(*s, suite, out);
    text_append(out, "\n; The keys below can be axes too.\n");
    for (size_t i = 0; i < suite->sections.n; i++)
        describe_section(suite->sections.of[i], suite, out);
}

/* Of all sections, the spec's own first; NULL behind the last. */
static const struct section *section_at(const struct suite *suite, size_t i)
{
    size_t own = 0;
    while (spec_sections[own])
        own++;
    return i < own ? spec_sections[i] : i - own < suite->sections.n ? suite->sections.of[i - own] : NULL;
}

int spec_describe_section(const struct suite *suite, const char *name, struct text *out, struct error *e)
{
    const struct section *s;
    size_t i;
    for (i = 0; (s = section_at(suite, i)) && strcmp(s->name, name) != 0; i++)
        continue;
    if (s) {
        describe_section(s, suite, out);
        return 0;
    }
    const char **names = mem_zero(i + 1, sizeof *names);
    while (i-- > 0)
        names[i] = section_at(suite, i)->name;
    error_set(e, "a spec has no section [%s]%s", name, hint_for(name, names).text);
    free(names);
    return -1;
}
