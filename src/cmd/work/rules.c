#include "cmd/work/rules.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/experiment/experiment.h"
#include "cmd/experiment/noted.h"
#include "cmd/line/shipped.h"
#include "cmd/work/batches.h"
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
    const struct pace *pace;
    const char *program;
};

static char *plan_folder(const struct options *o, const struct plan *p)
{
    return path_join(o->results, p->experiment, "plan", NULL);
}

static char *spec_path(const struct options *o, const struct plan *of, const struct run *r)
{
    struct text name = TEXT_INIT;
    text_format(&name, "%s.ini", r->id);
    char *folder = plan_folder(o, of), *path = path_join(folder, text_of(&name), NULL);
    text_release(&name);
    free(folder);
    return path;
}

/* `lisae work` with its options, to be followed by texts of runs. */
static void put_work(const struct rules *rules, int keep_model)
{
    const struct options *o = rules->o;
    put_word(rules->f, rules->program);
    fputs("work $(WORK_OPTIONS) ", rules->f);
    if (!keep_model || !o->keep_models)
        fputs("--no-models ", rules->f);
    fputs("--results ", rules->f);
    put_word(rules->f, o->results);
    fputs("--data ", rules->f);
    put_word(rules->f, o->data);
    fputs("-- ", rules->f);
}

/* A first phase that is to do must be done before. `of`: a plan that the run is of. */
static void put_rule(const struct rules *rules, const struct run *r, const struct plan *of, int keep_model)
{
    const struct plan *all = rules->p->all;
    const struct run *first = plan_first(all, r);
    int wait = first && rules->left->phase1[first - all->phase1];
    char *spec = spec_path(rules->o, of, r);
    fprintf(rules->f, ".PHONY: %s\n%s:%s%s\n\t@$(LAUNCH) ", r->id, r->id, wait ? " | " : "", wait ? first->id : "");
    put_work(rules, keep_model);
    put_word(rules->f, spec);
    fputc('\n', rules->f);
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
                  file_write_unflushed(name.s, runs[i].canonical, strlen(runs[i].canonical), e);
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

/* A batch is told of by the folders of its runs, not by how its worker ends: of first phases some may be done. */
static void put_batch(const struct rules *rules, const struct batches *b, size_t number)
{
    const struct plans *p = rules->p;
    const struct batch *batch = &b->of[number];
    const int are_phases = batch->first < b->n_phases;
    const struct run *const *units = b->units + batch->first;
    fprintf(rules->f, ".PHONY: batch-%zu\nbatch-%zu:%s", number, number, batch->n_after ? " |" : "");
    for (size_t i = 0; i < batch->n_after; i++)
        fprintf(rules->f, " batch-%zu", batch->after[i]);
    fputs("\n\t@", rules->f);
    put_work(rules, are_phases || p->keep_model[units[0] - p->all->runs]);
    for (size_t i = 0; i < batch->n; i++) {
        char *spec = spec_path(rules->o,
                               are_phases ? p->phase1_of[units[i] - p->all->phase1]
                                          : p->run_of[units[i] - p->all->runs],
                               units[i]);
        put_word(rules->f, spec);
        free(spec);
    }
    fputs(are_phases && batch->n > 1 ? "|| :\n" : "\n", rules->f);
}

/* The same runs in batches. */
static void put_batches(const struct rules *rules)
{
    struct batches b;
    batches_init(&b, rules->p, rules->left, rules->pace, rules->o->jobs);
    fputs("\n# The same in batches, one worker for each.\n.PHONY: " RULES_BATCHES "\n" RULES_BATCHES ":", rules->f);
    for (size_t i = 0; i < b.n; i++)
        fprintf(rules->f, " batch-%zu", i);
    fputc('\n', rules->f);
    for (size_t i = 0; i < b.n; i++)
        put_batch(rules, &b, i);
    batches_release(&b);
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
        if (rules.pace)
            put_batches(&rules);
        fd = atomic_commit(&f, e) ? -1 : open_to_read(path, e);
    }
    free(folder);
    free(path);
    return fd;
}

int rules_write(const struct options *o, const struct plans *p, const struct left *left, const struct pace *pace,
                struct error *e)
{
    char *program = program_path(), *runs = runs_folder(o->results), *phase1 = phase1_folder(o->results);
    const struct rules rules = { NULL, o, p, left, pace, program };
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
