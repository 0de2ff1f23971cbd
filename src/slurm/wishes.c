#include "slurm/wishes.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"

/* What the plan says itself, or what would have its jobs be somewhere else than where they are looked for. */
static const char *const ours[] = { "--array",    "-a", "--dependency", "-d",     "--job-name",  "-J",
                                    "--output",   "-o", "--error",      "-e",     "--open-mode", "-W",
                                    "--wait",     "-M", "--parsable",   "--wrap", "--test-only", "-Q",
                                    "--quiet",    "-D", "--chdir",      "-i",     "--input",     "--export",
                                    "--clusters", NULL };

/* A letter may have its value right behind it; a long option may be cut short, as sbatch reads it, and what is short
 * for several is taken for each of them. */
static int is_one_of(const char *option, const char *const *names)
{
    const size_t length = strcspn(option, "=");
    for (; *names; names++)
        if ((*names)[1] != '-' ? starts_with(option, *names)
                               : length > strlen("--") && strncmp(option, *names, length) == 0)
            return 1;
    return 0;
}

static void add(char ***list, size_t *n, const char *word)
{
    *list = mem_resize(*list, *n + 2, sizeof **list);
    (*list)[(*n)++] = mem_string(word);
    (*list)[*n] = NULL;
}

static int is_variable(const char *word)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    size_t length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");
    return length > 0 && strchr(letters, word[0]) && word[length] == '=';
}

static int take(struct slurm_wishes *w, const char *word, const char *where, struct error *e)
{
    static const char *const time[] = { "--time", "-t", NULL };
    static const char *const memory[] = { "--mem", "--mem-per-cpu", NULL };
    if (is_variable(word)) {
        add(&w->variables, &w->n_variables, word);
        return 0;
    }
    if (word[0] != '-' || !word[1])
        return error_set(e, "%s: expected an option of sbatch, or NAME=VALUE, found '%s'", where, word);
    if (is_one_of(word, ours))
        return error_set(e, "%s: '%s' is for lisae to say", where, word);
    w->time |= is_one_of(word, time);
    w->memory |= is_one_of(word, memory);
    add(&w->options, &w->n_options, word);
    return 0;
}

static int read_file(struct slurm_wishes *w, const char *file, struct error *e)
{
    char *text = file_read(file, NULL, e), **lines = text ? split(text, "\n", 1, NULL) : NULL;
    int bad = !text;
    for (size_t i = 0; !bad && lines[i]; i++) {
        struct text where = TEXT_INIT;
        text_format(&where, "%s:%zu", file, i + 1);
        bad = lines[i][0] && lines[i][0] != '#' && take(w, lines[i], text_of(&where), e);
        text_release(&where);
    }
    if (lines)
        split_free(lines);
    free(text);
    return bad ? -1 : 0;
}

int wishes_read(struct slurm_wishes *w, const char *file, const char *words, struct error *e)
{
    *w = (struct slurm_wishes) { .options = mem_zero(1, sizeof *w->options),
                                 .variables = mem_zero(1, sizeof *w->variables) };
    int bad = file && read_file(w, file, e);
    char **word = split(words ? words : "", " \t\n", 0, NULL);
    for (size_t i = 0; !bad && word[i]; i++)
        bad = take(w, word[i], "SLURM_OPTIONS", e);
    split_free(word);
    return bad ? -1 : 0;
}

void wishes_release(struct slurm_wishes *w)
{
    split_free(w->options);
    split_free(w->variables);
    *w = (struct slurm_wishes) { 0 };
}
