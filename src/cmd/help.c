/* `lisae help [COMMAND | TOPIC]`, `lisae help spec [SECTION ...]`. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/line/topics.h"
#include "plan/spec.h"

static int overview(void)
{
    size_t widest = 0;
    struct text t = TEXT_INIT;
    for (size_t i = 0; commands[i]; i++)
        if (commands[i]->summary && strlen(commands[i]->name) > widest)
            widest = strlen(commands[i]->name);
    text_append(&t, "lisae: one-class anomaly detection around latent-insensitive autoencoders\n"
                    "\n"
                    "Usage: lisae COMMAND [options] [arguments]\n"
                    "\n"
                    "Commands:\n");
    for (size_t i = 0; commands[i]; i++)
        if (commands[i]->summary)
            text_format(&t, "  %-*s %s\n", (int)widest, commands[i]->name, commands[i]->summary);
    text_append(&t, "\n"
                    "`lisae help COMMAND` explains a command, `lisae help spec` all keys of a spec,\n"
                    "`lisae help spec kde` those of one section. `lisae --version` prints the version.\n"
                    "\n"
                    "Topics of `lisae help TOPIC`:\n");
    for (const struct topic *topic = topics; topic->name; topic++)
        text_format(&t, "  %-*s %s\n", (int)widest, topic->name, topic->summary);
    text_append(&t, "\nExit codes: 0 ok, 1 worse (compare), 2 nothing was done, 3 something failed or is missing.\n");
    fputs(text_of(&t), stdout);
    text_release(&t);
    return EXIT_OK;
}

static int explain(const struct topic *topic)
{
    struct text t = TEXT_INIT;
    append_topic(&t, topic);
    fputs(text_of(&t), stdout);
    text_release(&t);
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
            print_help(commands[i]);
            return EXIT_OK;
        }
    for (const struct topic *topic = topics; topic->name; topic++)
        if (strcmp(topic->name, argv[1]) == 0)
            return explain(topic);
    return complain(EXIT_USAGE, "no help on '%s'; `lisae help` lists the commands", argv[1]);
}

const struct command command_help = {
    "help",
    run_command,
    "explain a command, or the keys of a spec (`lisae help spec`)",
    "Usage: lisae help [COMMAND | TOPIC]\n"
    "       lisae help spec [SECTION ...]\n"
    "\n"
    "Without an argument the list of commands and topics; of a spec all keys with their defaults and\n"
    "ranges, or those of the sections that are named.\n",
    "",
};
