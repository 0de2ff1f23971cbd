#include "plan/spec.h"

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
                     "; numbers; a..b:step has a step, and may be of decimals: 0.1..0.5:0.1.\n"
                     "; Combinations that cannot be are left out, and counted by `lisae check`.\n"
                     "; `-D section.key=value` on the command line goes over the file.\n");
    for (const struct section *const *s = spec_sections; *s; s++)
        describe_section(*s, suite, out);
    text_append(out, "\n; The keys below can be axes too.\n");
    for (size_t i = 0; i < suite->sections.n; i++)
        describe_section(suite->sections.of[i], suite, out);
}
