/* `lisae help [COMMAND | spec]`. */
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
         "`lisae help COMMAND` explains a command, `lisae help spec` all keys of a spec.\n"
         "Exit codes: 0 ok, 1 kept for a comparison that failed, 2 usage, spec or catalogue,\n"
         "3 a run, a data set or a file failed.");
    return EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0)
        return overview();
    if (strcmp(argv[1], "spec") == 0) {
        struct text t = TEXT_INIT;
        spec_describe(suite, &t);
        fputs(text_of(&t), stdout);
        text_release(&t);
        return EXIT_OK;
    }
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
    "Usage: lisae help [COMMAND | spec]\n",
    "",
};
