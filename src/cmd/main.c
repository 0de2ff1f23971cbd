/* lisae: dispatch to the subcommands. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/line/command.h"
#include "cmd/line/early.h"
#include "cmd/line/options.h"
#include "detect/registry.h"
#include "revision.h"
#include "nn/blas_buffer.h"
#include "run/provenance.h"

/* What was printed has to arrive, too. */
static int flushed(int code)
{
    int bad = fflush(stdout) != 0 || ferror(stdout);
    return bad && code == EXIT_OK ? complain(EXIT_RUN, "cannot write to standard output") : code;
}

static int unknown(const char *name)
{
    size_t n = 0;
    while (commands[n])
        n++;
    const char **names = mem_zero(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = commands[i]->name;
    complain(EXIT_USAGE, "unknown command '%s'%s; `lisae help` lists them", name, hint_for(name, names).text);
    free(names);
    return EXIT_USAGE;
}

/* The subcommand that is named, with its arguments. */
static int dispatch(const struct suite *suite, const char *name, int argc, char **argv)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return argc > 1 ? flushed(commands[i]->run(suite, argc - 1, argv + 1))
                            : (command_help.run(suite, 1, argv), EXIT_USAGE);
    return unknown(name);
}

/* What results of this program on this machine depend on: of which revision it is, and which kernels compute. */
static int print_made(void)
{
    struct text described = TEXT_INIT, kernels = TEXT_INIT;
    struct error e;
    if (libraries_load(&e))
        return complain(EXIT_RUN, "%s", e.text);
    provenance_describe(&described);
    provenance_kernels_of(&described, &kernels);
    printf("revision = " LISAE_REVISION "\nkernels = %s\n", text_of(&kernels));
    text_release(&described);
    text_release(&kernels);
    return EXIT_OK;
}

int main(int argc, char **argv)
{
    struct suite suite;
    struct error e;
    early_streams();
    signal(SIGCHLD, SIG_DFL); /* whoever ignores it hands that down, and the ends of our own children would be lost */
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of its write, with a message */
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "--version") == 0) {
        puts("lisae " LISAE_VERSION);
        return flushed(argc > 2 && strcmp(argv[2], "--all") == 0 ? print_made() : EXIT_OK);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    int code = suite_open(&suite, registry, &e) ? complain(EXIT_RUN, "%s", e.text) : dispatch(&suite, name, argc, argv);
    suite_close(&suite);
    mem_guard_end();
    return code;
}
