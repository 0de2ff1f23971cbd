#include "slurm/submit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "slurm/name.h"
#include "slurm/tool.h"

/* Words without end, one after the other. */
struct words {
    char **of;
    size_t n;
};

static void add(struct words *w, struct text *t)
{
    w->of = mem_resize(w->of, w->n + 2, sizeof *w->of);
    w->of[w->n++] = mem_string(text_of(t));
    w->of[w->n] = NULL;
    text_clear(t);
}

/* How long, in whole minutes, and how much, which Slurm has no words for where it is nothing. */
static void add_size(struct words *w, struct text *t, const struct slurm_job *j)
{
    if (j->minutes > 0 && !j->wishes->time) {
        text_format(t, "--time=%.0f", ceil(j->minutes));
        add(w, t);
    }
    if (j->mebibytes > 0 && !j->wishes->memory) {
        text_format(t, "--mem=%.0fM", ceil(j->mebibytes));
        add(w, t);
    }
}

char **submit_words(const struct slurm_job *j)
{
    static const char *const always[] = { "sbatch",    "--parsable", "--open-mode=append", "--requeue",
                                          "--nodes=1", "--ntasks=1", "--cpus-per-task=1",  "--input=/dev/null" };
    struct words w = { 0 };
    struct text t = TEXT_INIT;
    char name[SLURM_NAME];
    slurm_name(name, j->plan, j->first);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        text_append(&t, always[i]);
        add(&w, &t);
    }
    text_format(&t, "--job-name=%s", name);
    add(&w, &t);
    text_format(&t, "--output=%s", j->log);
    add(&w, &t);
    if (j->first != SLURM_TABLES) {
        text_format(&t, "--array=0-%ld", j->tasks - 1);
        if (j->at_once)
            text_format(&t, "%%%ld", j->at_once);
        add(&w, &t);
    }
    if (*j->after) {
        text_format(&t, "--dependency=afterany:%s", j->after);
        add(&w, &t);
    }
    add_size(&w, &t, j);
    for (size_t i = 0; i < j->wishes->n_options; i++) {
        text_append(&t, j->wishes->options[i]);
        add(&w, &t);
    }
    text_append(&t, j->script);
    add(&w, &t);
    if (j->first != SLURM_TABLES) {
        text_format(&t, "%ld", j->first);
        add(&w, &t);
    }
    text_release(&t);
    return w.of;
}

/* Is it of those that another try may not meet? */
static int may_pass(const char *message)
{
    static const char *const words[] = { "timed out",      "Unable to contact", "connect failure", "Connection refused",
                                         "Zero Bytes",     "temporarily",       "Transport",       "Connection reset",
                                         "not responding", "Communication" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(message, words[i]))
            return 1;
    return 0;
}

/* Does it speak of how many jobs there may be? */
static int is_too_many(const char *message)
{
    static const char *const words[] = { "SubmitJob", "job submit limit", "Invalid job array", "MaxJob" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(message, words[i]))
            return 1;
    return 0;
}

/* "12;cluster\n", or "12_0\n" of squeue: the digits in front. 0 or -1. */
static int read_number(const char *text, char number[SLURM_JOB])
{
    const size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits >= SLURM_JOB)
        return -1;
    snprintf(number, SLURM_JOB, "%.*s", (int)digits, text);
    return 0;
}

/* Is a job of this name there though sbatch did not say so? */
static int adopt(const struct slurm_job *j, char number[SLURM_JOB])
{
    char name[SLURM_NAME], wanted[SLURM_NAME + 8];
    struct text out = TEXT_INIT;
    struct error ignored;
    slurm_name(name, j->plan, j->first);
    snprintf(wanted, sizeof wanted, "--name=%s", name);
    const char *const words[] = { "squeue", "--me", "-h", "-t", "all", "-o", "%F", wanted, NULL };
    const int found = slurm_tool(words, &out, &ignored) == 0 && read_number(text_of(&out), number) == 0;
    text_release(&out);
    return found;
}

static void wait_for(double seconds)
{
    const struct timespec pause = { (time_t)seconds, (long)((seconds - floor(seconds)) * 1e9) };
    nanosleep(&pause, NULL);
}

int submit(const struct slurm_job *j, double pause, char number[SLURM_JOB], struct error *e)
{
    enum { TRIES = 5 };
    char **words = submit_words(j);
    struct text out = TEXT_INIT;
    int result = -1;
    for (int i = 0; i < TRIES && result < 0; i++) {
        if (slurm_tool((const char *const *)words, &out, e) == 0) {
            result = read_number(text_of(&out), number);
            if (result < 0)
                error_set(e, "sbatch: expected the number of a job, found '%.100s'", text_of(&out));
            break;
        }
        if (is_too_many(e->text))
            result = 1;
        if (result == 1 || !may_pass(e->text))
            break;
        /* each time a little later: the controller may be about to take it */
        wait_for(pause * (1 << i));
        if (adopt(j, number))
            result = 0;
    }
    text_release(&out);
    split_free(words);
    return result;
}
