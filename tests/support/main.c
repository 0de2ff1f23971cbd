/* main() of the programs of unit tests: of one file of tests, or of those of a folder, of which the first argument
 * chooses one. */
#include "support/main.h"

static struct {
    const char *file;
    test_program *run;
} programs[256]; /* filled before main() */
static size_t n_programs;

void test_program_add(const char *file, test_program *run)
{
    if (n_programs < sizeof programs / sizeof *programs) {
        programs[n_programs].file = file;
        programs[n_programs].run = run;
    }
    n_programs++;
}

/* The file is "FOLDER/NAME.c". */
static int has_name(const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    size_t length = strlen(name);
    if (slash)
        file = slash + 1;
    return strncmp(file, name, length) == 0 && strcmp(file + length, ".c") == 0;
}

int main(int argc, char **argv)
{
    if (n_programs > sizeof programs / sizeof *programs) {
        fprintf(stderr, "tests/support/main.c: expected at most %zu files of tests, found %zu\n",
                sizeof programs / sizeof *programs, n_programs);
        return 1;
    }
    for (size_t i = 0; i < n_programs; i++)
        if (argc > 1 && has_name(programs[i].file, argv[1]))
            return programs[i].run(argc - 1, argv + 1);
    if (n_programs == 1)
        return programs[0].run(argc, argv);
    fprintf(stderr, "%s: expected a file of tests as the first argument, found %s; there are:\n", argv[0],
            argc > 1 ? argv[1] : "none");
    for (size_t i = 0; i < n_programs; i++)
        fprintf(stderr, "    %s\n", programs[i].file);
    return 2;
}
