#include "run/mark.h"

#include <string.h>

#include "base/text.h"

int marks_are_known(const char *words)
{
    char **list = split(words, " ", 0, NULL), **word = list;
    while (*word && (strcmp(*word, MARK_CONSTANT) == 0 || strcmp(*word, MARK_STUCK) == 0))
        word++;
    int known = !*word;
    split_free(list);
    return known;
}

int marks_have(const char *words, const char *mark)
{
    char **list = split(words, " ", 0, NULL), **word = list;
    while (*word && strcmp(*word, mark) != 0)
        word++;
    int have = *word != NULL;
    split_free(list);
    return have;
}
