#include "plan/class_words.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { NOT_FOUND = -1, REFUSED = -2 }; /* in the place of a class; REFUSED: with a message */

static const char by_name[] = "name:", by_number[] = "number:";

static int same_name(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        char p[2] = { *a == ' ' ? '-' : *a, '\0' }, q[2] = { *b == ' ' ? '-' : *b, '\0' };
        if (strcasecmp(p, q) != 0)
            return 0;
    }
    return *a == *b;
}

static int find_exactly(const char *name, const struct dataset *set)
{
    for (int c = 0; c < set->n_classes; c++)
        if (strcmp(name, set->classes[c]) == 0)
            return c;
    return NOT_FOUND;
}

static int find_name(const char *name, const struct dataset *set, struct error *e)
{
    int found = find_exactly(name, set);
    if (found >= 0)
        return found;
    for (int c = 0; c < set->n_classes; c++) {
        if (!same_name(name, set->classes[c]))
            continue;
        if (found >= 0) {
            error_set(e, "'%s' may be class %d, '%s', or class %d, '%s': write one of these names", name, found,
                      set->classes[found], c, set->classes[c]);
            return REFUSED;
        }
        found = c;
    }
    return found;
}

static int is_number(const char *token, const struct dataset *set)
{
    long v;
    return parse_long(token, &v) == 0 && v >= 0 && v < set->n_classes;
}

static int find_number(const char *token, const struct dataset *set, struct error *e)
{
    long v;
    if (parse_long(token, &v))
        return NOT_FOUND;
    if (is_number(token, set))
        return (int)v;
    error_set(e, "class %ld does not exist: '%s' has the classes 0..%d", v, set->name, set->n_classes - 1);
    return REFUSED;
}

/* The class that a word without blanks names. */
static int find_token(const char *token, const struct dataset *set, struct error *e)
{
    if (starts_with(token, by_name) && token[strlen(by_name)])
        return find_name(token + strlen(by_name), set, e);
    if (starts_with(token, by_number))
        return find_number(token + strlen(by_number), set, e);
    int name = find_name(token, set, e);
    if (name == NOT_FOUND)
        return find_number(token, set, e);
    long v;
    if (name >= 0 && is_number(token, set) && parse_long(token, &v) == 0 && v != name) {
        error_set(e, "'%s' is the name of class %d and the number of class %ld, '%s': write 'name:%s' or 'number:%s'",
                  token, name, v, set->classes[v], token, token);
        return REFUSED;
    }
    return name;
}

static int add(struct class_list *list, int class, struct error *e)
{
    return classes_add(list, class) ? error_set(e, "class %d is given twice", class) : 0;
}

static int add_token(struct class_list *list, const char *token, const struct dataset *set, struct error *e)
{
    int class = find_token(token, set, e);
    if (class == NOT_FOUND)
        return error_set(e, "expected a class's number or name of '%s', found '%s'%s", set->name, token,
                         hint_for(token, (const char *const *)set->classes).text);
    return class == REFUSED ? -1 : add(list, class, e);
}

static int read_tokens(const char *text, const struct dataset *set, struct class_list *list, struct error *e)
{
    char **tokens = split(text, " ", 0, NULL);
    int bad = 0;
    for (char **token = tokens; *token && !bad; token++)
        bad = add_token(list, *token, set, e);
    split_free(tokens);
    return bad;
}

/* Does each of the words with blanks between name a class, or more than one? */
static int is_list(const char *text, const struct dataset *set)
{
    char **tokens = split(text, " ", 0, NULL), **token = tokens;
    while (*token && (find_name(*token, set, NULL) != NOT_FOUND || is_number(*token, set)))
        token++;
    int all = !*token;
    split_free(tokens);
    return all;
}

int class_words_read(const char *text, const struct dataset *set, struct class_list *list, struct error *e)
{
    const int named = starts_with(text, by_name);
    *list = (struct class_list) { 0 };
    if (!strchr(text, ' '))
        return add_token(list, text, set, e);
    int whole = find_name(named ? text + strlen(by_name) : text, set, e);
    if (whole == REFUSED)
        return -1;
    if (whole == NOT_FOUND)
        return read_tokens(text, set, list, e);
    if (!named && is_list(text, set))
        return error_set(e,
                         "'%s' is class %d, '%s', and a list of classes: write 'name:%s' for the one, and 'name:' or "
                         "'number:' before each of several",
                         text, whole, set->classes[whole], text);
    return add(list, whole, e);
}

int class_words_free(const char *word, const char *instead, const struct dataset *set, struct error *e)
{
    int class = find_exactly(word, set);
    if (class < 0)
        return 0;
    return error_set(e, "'%s' is the name of class %d, too: write '%s%s' for that class, or %s", word, class, by_name,
                     word, instead);
}
