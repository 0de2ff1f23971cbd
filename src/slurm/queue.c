#include "slurm/queue.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* `index`: the task's in its array, "" or "N/A" where it is none. */
static void add(struct queue *q, const char *name, const char *job, const char *index, const char *word,
                const char *reason, const char *node, const char *since)
{
    struct queue_row row = { .state = slurm_state(word) };
    struct text number = TEXT_INIT;
    long first, at = 0;
    if (slurm_name_read(name, row.plan, &first) ||
        (first != SLURM_TABLES && (parse_long(index, &at) || at < 0 || at > LONG_MAX - first)))
        return;
    row.task = first == SLURM_TABLES ? first : first + at;
    text_append(&number, job);
    if (first != SLURM_TABLES)
        text_format(&number, "_%ld", at);
    row.job = number.s;
    row.word = mem_string(word);
    row.reason = mem_string(strcmp(reason, "None") == 0 ? "" : reason);
    row.node = mem_string(node);
    row.since = mem_string(strcmp(since, "N/A") == 0 ? "" : since);
    q->rows = mem_resize(q->rows, q->n + 1, sizeof *q->rows);
    q->rows[q->n++] = row;
}

void queue_add_squeue(struct queue *q, const char *text)
{
    enum { JOB, INDEX, STATE, REASON, NODE, SINCE, NAME, COLUMNS };
    char **lines = split(text, "\n", 0, NULL);
    for (char **line = lines; *line; line++) {
        size_t n;
        char **cell = split(*line, "|", 1, &n);
        if (n == COLUMNS)
            add(q, cell[NAME], cell[JOB], cell[INDEX], cell[STATE], cell[REASON], cell[NODE], cell[SINCE]);
        split_free(cell);
    }
    split_free(lines);
}

void queue_add_sacct(struct queue *q, const char *text)
{
    enum { JOB, STATE, NODE, SINCE, NAME, COLUMNS };
    char **lines = split(text, "\n", 0, NULL);
    for (char **line = lines; *line; line++) {
        size_t n, parts;
        char **cell = split(*line, "|", 1, &n), **job = split(n ? cell[0] : "", "_", 1, &parts);
        if (n == COLUMNS)
            add(q, cell[NAME], job[0], parts > 1 ? job[1] : "", cell[STATE], "", cell[NODE], cell[SINCE]);
        split_free(cell);
        split_free(job);
    }
    split_free(lines);
}

/* The value of a word KEY=VALUE of the line; "" where it has none. */
static const char *value_of(char *const *words, const char *key)
{
    const size_t length = strlen(key);
    for (; *words; words++)
        if (starts_with(*words, key) && (*words)[length] == '=')
            return *words + length + 1;
    return "";
}

void queue_add_filetxt(struct queue *q, const char *text)
{
    char **lines = split(text, "\n", 0, NULL);
    for (char **line = lines; *line; line++) {
        char **word = split(*line, " ", 0, NULL);
        const char *array = value_of(word, "ArrayJobId");
        add(q, value_of(word, "Name"), *array ? array : value_of(word, "JobId"), value_of(word, "ArrayTaskId"),
            value_of(word, "JobState"), "", value_of(word, "NodeList"), value_of(word, "StartTime"));
        split_free(word);
    }
    split_free(lines);
}

void queue_release(struct queue *q)
{
    for (size_t i = 0; i < q->n; i++) {
        free(q->rows[i].job);
        free(q->rows[i].word);
        free(q->rows[i].reason);
        free(q->rows[i].node);
        free(q->rows[i].since);
    }
    free(q->rows);
    *q = (struct queue) { 0 };
}
