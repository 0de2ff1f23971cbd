#include "data/entry_words.h"

#include <string.h>

#include "base/text.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static int all_of(const char *s, size_t n, const char *letters)
{
    return n > 0 && strspn(s, letters) >= n;
}

int entry_text_good(const char *word)
{
    for (; *word; word++)
        if (((unsigned char)*word < 0x20 && *word != '\t') || *word == 0x7f)
            return 0;
    return 1;
}

int entry_file_good(const char *word)
{
    return word[0] && !strchr(".-", word[0]) && !strchr(word, '/');
}

int entry_suffix_good(const char *word)
{
    return word[0] == '.' && all_of(word + 1, strlen(word + 1), LOWER UPPER DIGITS ".");
}

int entry_url_good(const char *word)
{
    return (starts_with(word, "http://") || starts_with(word, "https://")) && !strpbrk(word, " \t");
}

/* A name that starts with a letter or digit. */
static int is_package(const char *s, size_t n)
{
    return all_of(s, n, LOWER DIGITS "._-") && strchr(LOWER DIGITS, s[0]);
}

int entry_npm_good(const char *word)
{
    if (word[0] == '@') {
        const char *slash = strchr(word, '/');
        if (!slash || !is_package(word + 1, (size_t)(slash - word) - 1))
            return 0;
        word = slash + 1;
    }
    const char *at = strchr(word, '@');
    return at && is_package(word, (size_t)(at - word)) && at[1] && strchr(DIGITS, at[1]) &&
           all_of(at + 1, strlen(at + 1), LOWER UPPER DIGITS ".+-");
}

int entry_debian_good(const char *word)
{
    return all_of(word, strlen(word), LOWER DIGITS "+.-") && strchr(LOWER DIGITS, word[0]);
}

static int goes_up(const char *word)
{
    for (const char *part = word; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strcspn(part, "/") == 2 && strncmp(part, "..", 2) == 0)
            return 1;
    }
    return 0;
}

int entry_below_good(const char *word)
{
    return word[0] && word[0] != '/' && !goes_up(word);
}

int entry_root_good(const char *word)
{
    return word[0] == '/' && !goes_up(word);
}
