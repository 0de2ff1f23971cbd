#include "slurm/submission.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/csv.h"
#include "store/file.h"

static const char TASKS[] = "tasks.csv", SPECS[] = "specs.txt", JOBS[] = "jobs.csv";
#define TASK_COLUMNS "task,run_id,seconds,keep_model,at,bytes"
#define JOB_COLUMNS "job,first,tasks"

char *submission_path(const struct submission *s, const char *name)
{
    return path_join(s->folder, name, NULL);
}

static int write_tasks(const struct submission *s, struct error *e)
{
    struct csv_out out = { 0 };
    char *path = submission_path(s, TASKS);
    int bad = csv_out_begin(&out, path, TASK_COLUMNS, e);
    for (size_t i = 0; i < s->n && !bad; i++) {
        const struct submitted *u = &s->of[i];
        char cell[4][32];
        snprintf(cell[0], sizeof cell[0], "%ld", u->task);
        snprintf(cell[1], sizeof cell[1], "%.3f", u->seconds);
        snprintf(cell[2], sizeof cell[2], "%ld", u->at);
        snprintf(cell[3], sizeof cell[3], "%ld", u->bytes);
        csv_out_row(&out,
                    (const char *const[]) { cell[0], u->run, cell[1], u->keep_model ? "1" : "0", cell[2], cell[3] });
    }
    bad = bad || csv_out_commit(&out, e);
    csv_out_abandon(&out);
    free(path);
    return bad ? -1 : 0;
}

int submission_write(struct submission *s, const char *const *texts, struct error *e)
{
    struct text all = TEXT_INIT;
    for (size_t i = 0; i < s->n; i++) {
        s->of[i].at = (long)all.length;
        s->of[i].bytes = (long)strlen(texts[i]);
        text_append(&all, texts[i]);
    }
    char *specs = submission_path(s, SPECS), *jobs = submission_path(s, JOBS);
    /* tasks.csv last: with it the folder is whole */
    const int bad = folder_make(s->folder, e) || file_write(specs, text_of(&all), all.length, e) ||
                    file_write(jobs, JOB_COLUMNS "\n", strlen(JOB_COLUMNS "\n"), e) || write_tasks(s, e);
    text_release(&all);
    free(specs);
    free(jobs);
    return bad ? -1 : 0;
}

int submission_note(const struct submission *s, const char *job, long first, long tasks, struct error *e)
{
    char *path = submission_path(s, JOBS);
    const int fd = file_open_own("list of jobs", path, O_WRONLY | O_APPEND, e);
    int bad = fd < 0;
    if (!bad && dprintf(fd, "%s,%ld,%ld\n", job, first, tasks) < 0)
        bad = error_system(e, "cannot write '%s'", path);
    if (fd >= 0)
        close(fd);
    free(path);
    return bad ? -1 : 0;
}

static int read_row(struct submitted *u, const struct csv *c, size_t row, const char *path, struct error *e)
{
    long keep;
    const char *run = csv_cell(c, row, "run_id");
    if (parse_long(csv_cell(c, row, "task"), &u->task) || parse_double(csv_cell(c, row, "seconds"), &u->seconds) ||
        parse_long(csv_cell(c, row, "keep_model"), &keep) || parse_long(csv_cell(c, row, "at"), &u->at) ||
        parse_long(csv_cell(c, row, "bytes"), &u->bytes) || u->task < 0 || u->at < 0 || u->bytes < 0 ||
        strlen(run) >= sizeof u->run)
        return error_set(e, "%s:%zu: expected a run of a chunk, found another row", path, csv_line(c, row));
    u->keep_model = keep != 0;
    snprintf(u->run, sizeof u->run, "%s", run);
    return 0;
}

/* The numbers of jobs; a line that a kill cut is passed over, as its job is found by its name. */
static char *read_jobs(const struct submission *s)
{
    char *path = submission_path(s, JOBS), *bytes = file_read(path, NULL, NULL);
    char **lines = split(bytes ? bytes : "", "\n", 0, NULL);
    struct text jobs = TEXT_INIT;
    for (char **line = lines; *line; line++) {
        const size_t digits = strspn(*line, "0123456789");
        if (digits == 0 || (*line)[digits] != ',')
            continue;
        text_append(&jobs, jobs.length ? "," : "");
        text_append_bytes(&jobs, *line, digits);
    }
    split_free(lines);
    free(bytes);
    free(path);
    return jobs.s ? jobs.s : mem_string("");
}

int submission_read(struct submission *s, const char *folder, struct error *e)
{
    struct csv c;
    struct stat at;
    *s = (struct submission) { .folder = mem_string(folder) };
    snprintf(s->plan, sizeof s->plan, "%s", path_last(folder));
    char *path = submission_path(s, TASKS);
    int bad = csv_read_as(&c, path, TASK_COLUMNS, e);
    if (!bad) {
        s->of = mem_zero(c.n_rows, sizeof *s->of);
        s->n = c.n_rows;
        for (size_t i = 0; i < c.n_rows && !bad; i++) {
            bad = read_row(&s->of[i], &c, i, path, e);
            s->n_tasks = s->of[i].task >= s->n_tasks ? s->of[i].task + 1 : s->n_tasks;
        }
        s->jobs = read_jobs(s);
        s->made = stat(path, &at) == 0 ? (long long)at.st_mtim.tv_sec * 1000000000LL + at.st_mtim.tv_nsec : 0;
    }
    csv_release(&c);
    free(path);
    return bad ? -1 : 0;
}

char *submission_text(const struct submission *s, const struct submitted *run, struct error *e)
{
    char *path = submission_path(s, SPECS), *text = mem_alloc((size_t)run->bytes + 1, 1);
    FILE *f = fopen(path, "rbe");
    int bad = !f || fseek(f, run->at, SEEK_SET) != 0;
    if (bad)
        error_system(e, "cannot open '%s'", path);
    if (!bad && fread(text, 1, (size_t)run->bytes, f) != (size_t)run->bytes)
        bad = error_set(e, "'%s': expected the text of run %s at byte %ld, found less", path, run->run, run->at);
    text[run->bytes] = '\0';
    if (f)
        fclose(f);
    free(path);
    if (bad)
        free(text);
    return bad ? NULL : text;
}

void submission_release(struct submission *s)
{
    free(s->folder);
    free(s->of);
    free(s->jobs);
    *s = (struct submission) { 0 };
}

static int newest_first(const void *a, const void *b)
{
    const struct submission *x = a, *y = b;
    return x->made != y->made ? (x->made < y->made) - (x->made > y->made) : strcmp(x->plan, y->plan);
}

int submissions_read(struct submissions *s, const char *base, struct error *e)
{
    size_t n = 0;
    char **names = path_exists(base) ? folder_stems(base, "", &n, e) : mem_zero(1, sizeof *names);
    *s = (struct submissions) { 0 };
    if (!names)
        return -1;
    s->of = mem_zero(n + 1, sizeof *s->of);
    for (size_t i = 0; i < n; i++) {
        struct error ignored;
        char *folder = path_join(base, names[i], NULL);
        if (strlen(names[i]) == SLURM_PLAN - 1 && submission_read(&s->of[s->n], folder, &ignored) == 0)
            s->n++;
        else
            submission_release(&s->of[s->n]);
        free(folder);
    }
    qsort(s->of, s->n, sizeof *s->of, newest_first);
    split_free(names);
    return 0;
}

void submissions_release(struct submissions *s)
{
    for (size_t i = 0; i < s->n; i++)
        submission_release(&s->of[i]);
    free(s->of);
    *s = (struct submissions) { 0 };
}
