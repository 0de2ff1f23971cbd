#include "run/marks.h"

#include <string.h>

static const struct {
    enum run_mark mark;
    const char *word;
} words[] = { { MARK_CONSTANT, "constant" }, { MARK_STUCK, "stuck" } };

enum { N_WORDS = sizeof words / sizeof *words };

void marks_print(struct text *t, unsigned marks)
{
    if (!marks)
        return;
    text_append(t, "mark =");
    for (int i = 0; i < N_WORDS; i++)
        if (marks & words[i].mark)
            text_format(t, " %s", words[i].word);
    text_append(t, "\n");
}

unsigned marks_of(const struct ini *meta)
{
    const char *line = ini_get(meta, "run", "mark");
    unsigned marks = 0;
    char **found = split(line ? line : "", " ", 0, NULL);
    for (char **word = found; *word; word++)
        for (int i = 0; i < N_WORDS; i++)
            if (strcmp(*word, words[i].word) == 0)
                marks |= words[i].mark;
    split_free(found);
    return marks;
}
