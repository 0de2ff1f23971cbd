/* Runs each input of a corpus through its target: what a fuzzer once found stays mended.
 * Usage: replay CORPUS [TARGET]. Each target has a process of its own; what ends it is told with the input's name. */
#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

#include "fuzz/targets.h"

enum { SECONDS = 60 }; /* for all of a target's inputs: one that never ends is found */

static int is_input(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* The child: `at` says which input it is at. */
static _Noreturn void replay(const struct target *t, const char *corpus, int at)
{
    char *folder = path_join(corpus, t->name, NULL);
    struct dirent **list = NULL;
    int n = scandir(folder, &list, is_input, alphasort);
    char **inputs = mem_alloc((size_t)(n > 0 ? n : 1), sizeof *inputs);
    size_t *sizes = mem_alloc((size_t)(n > 0 ? n : 1), sizeof *sizes);
    for (int i = 0; i < n; i++) {
        struct error e = { .text = "" };
        char *path = path_join(folder, list[i]->d_name, NULL);
        inputs[i] = file_read(path, &sizes[i], &e);
        if (!inputs[i])
            fprintf(stderr, "%s\n", e.text);
        free(path);
    }
    work_begin();
    alarm(SECONDS);
    for (int i = 0; i < n; i++) {
        dprintf(at, "%s\n", list[i]->d_name);
        if (inputs[i])
            t->run((const uint8_t *)inputs[i], sizes[i]);
        free(inputs[i]);
        free(list[i]);
    }
    free(folder);
    free(list);
    free(inputs);
    free(sizes);
    exit(n > 0 ? 0 : 1);
}

/* 1 where all inputs came back. */
static int passes(const struct target *t, const char *corpus)
{
    int at[2], status = 0;
    char name[512] = "";
    size_t n = 0;
    if (pipe(at))
        abort();
    pid_t child = fork();
    if (child == 0)
        replay(t, corpus, at[1]);
    close(at[1]);
    FILE *f = fdopen(at[0], "r");
    while (f && fgets(name, sizeof name, f))
        n++;
    if (f)
        fclose(f);
    int bad = child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    printf("%s %s: %zu inputs\n", bad ? "failed" : "passed", t->name, n);
    if (bad)
        printf("    %s/%s/%.*s: signal %d, exit code %d\n", corpus, t->name, (int)strcspn(name, "\n"), name,
               WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFEXITED(status) ? WEXITSTATUS(status) : 0);
    return !bad;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    if (argc < 2) {
        fputs("usage: replay CORPUS [TARGET]\n", stderr);
        return 2;
    }
    char *corpus = realpath(argv[1], NULL);
    for (int i = 0; i < N_TARGETS; i++) {
        if (argc > 2 && strcmp(argv[2], targets[i].name) != 0)
            continue;
        fflush(stdout);
        if (corpus && passes(&targets[i], corpus))
            passed++;
        else
            failed++;
    }
    free(corpus);
    printf("%d passed, %d failed\n", passed, failed);
    return failed || !passed;
}
