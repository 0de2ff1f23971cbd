/* `lisae help [COMMAND | spec [SECTION ...]]`. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "plan/spec.h"

static int overview(void)
{
    puts("lisae: one-class anomaly detection around latent-insensitive autoencoders\n"
         "\n"
         "Usage: lisae COMMAND [options] [arguments]\n");
    for (size_t i = 0; commands[i]; i++)
        if (commands[i]->summary)
            printf("  %-8s %s\n", commands[i]->name, commands[i]->summary);
    puts("\n"
         "`lisae help COMMAND` explains a command, `lisae help spec` all keys of a spec,\n"
         "`lisae help spec kde` those of one section.\n"
         "Exit codes: 0 ok, 1 kept for a comparison that failed, 2 usage, spec or catalogue,\n"
         "3 a run, a data set or a file failed.");
    return EXIT_OK;
}

/* All keys, or those of the sections that are named. */
static int keys(const struct suite *suite, int n, char **sections)
{
    struct text t = TEXT_INIT;
    struct error e;
    int code = EXIT_OK;
    if (n == 0)
        spec_describe(suite, &t);
    for (int i = 0; i < n && code == EXIT_OK; i++)
        if (spec_describe_section(suite, sections[i], &t, &e))
            code = complain(EXIT_USAGE, "%s; `lisae help spec` shows all", e.text);
    if (code == EXIT_OK)
        fputs(text_of(&t) + (n > 0), stdout); /* no blank line before the first section */
    text_release(&t);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0)
        return overview();
    if (strcmp(argv[1], "spec") == 0)
        return keys(suite, argc - 2, argv + 2);
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, argv[1]) == 0) {
            fputs(commands[i]->help, stdout);
            return EXIT_OK;
        }
    return complain(EXIT_USAGE, "no help on '%s'; `lisae help` lists the commands", argv[1]);
}

const struct command command_help = {
    "help",
    run_command,
    "explain a command, or the keys of a spec (`lisae help spec`)",
    "Usage: lisae help [COMMAND | spec [SECTION ...]]\n",
    "",
};
