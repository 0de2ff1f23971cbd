#include "run/marks.h"

#include <string.h>

static const struct {
    enum run_mark mark;
    const char *word;
} names[] = { { MARK_CONSTANT, "constant" }, { MARK_STUCK, "stuck" } };

enum { N_WORDS = sizeof names / sizeof *names };

void marks_words(struct text *t, unsigned marks)
{
    const char *before = "";
    for (int i = 0; i < N_WORDS; i++)
        if (marks & names[i].mark) {
            text_format(t, "%s%s", before, names[i].word);
            before = " ";
        }
}

int marks_parse(const char *words, unsigned *marks)
{
    int unknown = 0;
    char **found = split(words, " ", 0, NULL);
    *marks = 0;
    for (char **word = found; *word; word++) {
        int i = 0;
        while (i < N_WORDS && strcmp(*word, names[i].word) != 0)
            i++;
        if (i < N_WORDS)
            *marks |= names[i].mark;
        else
            unknown = 1;
    }
    split_free(found);
    return unknown ? -1 : 0;
}

void marks_print(struct text *t, unsigned marks)
{
    if (!marks)
        return;
    text_append(t, "mark = ");
    marks_words(t, marks);
    text_append(t, "\n");
}

unsigned marks_of(const struct ini *meta)
{
    const char *line = ini_get(meta, "run", "mark");
    unsigned marks;
    marks_parse(line ? line : "", &marks);
    return marks;
}
