#include "cmd/rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/experiment.h"
#include "cmd/noted.h"
#include "cmd/shipped.h"
#include "data/names.h"
#include "run/outcome.h"
#include "store/file.h"

/* Writes a word for a recipe's shell: in single quotes, with make's $ doubled. */
static void put_word(FILE *f, const char *word)
{
    fputc('\'', f);
    for (; *word; word++) {
        if (*word == '\'')
            fputs("'\\''", f);
        else if (*word == '$')
            fputs("$$", f);
        else
            fputc(*word, f);
    }
    fputs("' ", f);
}

/* What the rules of a plan have in common. */
struct rules {
    FILE *f;
    const struct options *o;
    const struct plans *p;
    const struct left *left;
    const char *program;
};

static char *plan_folder(const struct options *o, const struct plan *p)
{
    return path_join(o->results, p->experiment, "plan", NULL);
}

/* A first phase that is to do must be done before. `of`: a plan that the run is of. */
static void put_rule(const struct rules *rules, const struct run *r, const struct plan *of, int keep_model)
{
    FILE *f = rules->f;
    const struct options *o = rules->o;
    const struct plan *all = rules->p->all;
    const struct run *first = plan_first(all, r);
    int wait = first && rules->left->phase1[first - all->phase1];
    char *folder = plan_folder(o, of), *spec;
    struct text name = TEXT_INIT;
    text_format(&name, "%s.ini", r->id);
    spec = path_join(folder, text_of(&name), NULL);
    fprintf(f, ".PHONY: %s\n%s:%s%s\n\t@$(LAUNCH) ", r->id, r->id, wait ? " | " : "", wait ? first->id : "");
    put_word(f, rules->program);
    fputs("work $(WORK_OPTIONS) ", f);
    if (!keep_model || !o->keep_models)
        fputs("--no-models ", f);
    fputs("--results ", f);
    put_word(f, o->results);
    fputs("--data ", f);
    put_word(f, o->data);
    fputs("-- ", f);
    put_word(f, spec);
    fputc('\n', f);
    text_release(&name);
    free(folder);
    free(spec);
}

/* 1 where the file holds just this text. */
static int holds(const char *path, const char *text)
{
    size_t n;
    struct error ignored;
    char *content = path_exists(path) ? file_read(path, &n, &ignored) : NULL;
    int same = content && n == strlen(text) && memcmp(content, text, n) == 0;
    free(content);
    return same;
}

static int write_specs(const struct run *runs, size_t n, const char *folder, struct error *e)
{
    for (size_t i = 0; i < n; i++) {
        struct text name = TEXT_INIT;
        text_format(&name, "%s/%s.ini", folder, runs[i].id);
        int bad = !holds(name.s, runs[i].canonical) &&
                  file_write(name.s, runs[i].canonical, strlen(runs[i].canonical), e);
        text_release(&name);
        if (bad)
            return -1;
    }
    return 0;
}

static void put_rules(const struct rules *rules)
{
    FILE *f = rules->f;
    const struct plans *p = rules->p;
    const struct plan *all = p->all;
    fputs("# The runs of an experiment that were left to do, for `make -f`. LAUNCH stands before each.\n"
          "WORK_OPTIONS :=\n.DEFAULT_GOAL := all\n.PHONY: all\nall:",
          f);
    for (size_t i = 0; i < all->n; i++)
        if (rules->left->runs[i])
            fprintf(f, " %s", all->runs[i].id);
    fputc('\n', f);
    for (size_t i = 0; i < all->n_phase1; i++)
        if (rules->left->phase1[i])
            put_rule(rules, &all->phase1[i], p->phase1_of[i], 1);
    for (size_t i = 0; i < all->n; i++)
        if (rules->left->runs[i])
            put_rule(rules, &all->runs[i], p->run_of[i], p->keep_model[i]);
}

static int open_to_read(const char *path, struct error *e)
{
    int fd = open(path, O_RDONLY);
    return fd < 0 ? error_system(e, "cannot open '%s'", path) : fd;
}

int rules_check(const struct options *o, struct error *e)
{
    const char *launch = getenv("LAUNCH");
    char *program = program_path();
    int bad = name_check("a folder (--results)", o->results, e) || name_check("a folder (--data)", o->data, e) ||
              name_check("a program's path", program, e) || (launch && name_check("a command (LAUNCH)", launch, e));
    free(program);
    return bad ? -1 : 0;
}

/* What each experiment's folder gets. */
static int write_texts(const struct options *o, const struct plan *p, struct error *e)
{
    char *folder = plan_folder(o, p);
    int bad = folder_make(folder, e) || noted_write(o, p, e) || write_specs(p->runs, p->n, folder, e) ||
              write_specs(p->phase1, p->n_phase1, folder, e);
    free(folder);
    return bad;
}

/* The descriptor, or -1. */
static int write_make(const struct rules *what, struct error *e)
{
    char *folder = plan_folder(what->o, &what->p->of[0]), *path = path_join(folder, "plan.mk", NULL);
    struct rules rules = *what;
    struct atomic_file f;
    int fd = -1;
    if (atomic_begin(&f, path, e) == 0) {
        rules.f = f.stream;
        put_rules(&rules);
        fd = atomic_commit(&f, e) ? -1 : open_to_read(path, e);
    }
    free(folder);
    free(path);
    return fd;
}

int rules_write(const struct options *o, const struct plans *p, const struct left *left, struct error *e)
{
    char *program = program_path(), *runs = runs_folder(o->results), *phase1 = phase1_folder(o->results);
    const struct rules rules = { NULL, o, p, left, program };
    int fd = -1, bad = 0;
    for (size_t i = p->n; i-- > 0 && !bad;) { /* the first one's folder gets the rules, in the end */
        struct lock lock = { -1 };
        bad = experiment_lock(&lock, o, p->of[i].experiment, e) || write_texts(o, &p->of[i], e) ||
              folder_make(runs, e) || folder_make(phase1, e) || (i == 0 && (fd = write_make(&rules, e)) < 0);
        lock_release(&lock);
    }
    free(program);
    free(runs);
    free(phase1);
    return fd;
}
