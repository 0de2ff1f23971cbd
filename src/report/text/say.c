#include "report/text/say.h"

#include "report/page/html.h"
#include "report/paper/table_write.h"

void say_words(const struct say *s, const char *words)
{
    if (s->as == SAY_HTML)
        html_text(s->out, words);
    else
        table_escape_tex(s->out, words);
}

void say_bold(const struct say *s, const char *words)
{
    text_append(s->out, s->as == SAY_HTML ? "<b>" : "\\textbf{");
    say_words(s, words);
    text_append(s->out, s->as == SAY_HTML ? "</b>" : "}");
}

void say_count(const struct say *s, size_t count)
{
    int begun = 0;
    if (s->as == SAY_HTML) {
        html_count(s->out, count);
        return;
    }
    for (size_t of = 1000000; of; of /= 1000) {
        if (count < of && of > 1)
            continue;
        text_format(s->out, begun ? "{,}%03zu" : "%zu", begun ? count / of % 1000 : count / of);
        begun = 1;
    }
}

void say_counted(const struct say *s, size_t count, const char *words)
{
    say_count(s, count);
    say_words(s, words);
}

void say_number(const struct say *s, const char *cell, enum decimal_sign sign)
{
    struct text number = TEXT_INIT;
    if (s->as == SAY_HTML)
        html_number(s->out, cell, s->decimals, sign);
    else if (decimal_append(&number, cell, s->decimals, sign) == 0)
        text_format(s->out, "$%s$", text_of(&number)); /* in mathematics, so that its sign is one */
    else
        text_append(s->out, "--");
    text_release(&number);
}

void say_interval(const struct say *s, const char *lo, const char *hi, enum decimal_sign sign)
{
    struct text low = TEXT_INIT, high = TEXT_INIT;
    if (decimal_append(&low, lo, s->decimals, sign) == 0 && decimal_append(&high, hi, s->decimals, sign) == 0) {
        if (s->as == SAY_TEX) {
            text_format(s->out, "$[%s, %s]$", text_of(&low), text_of(&high));
        } else {
            text_append(s->out, "[");
            html_number(s->out, lo, s->decimals, sign);
            text_append(s->out, ", ");
            html_number(s->out, hi, s->decimals, sign);
            text_append(s->out, "]");
        }
    }
    text_release(&low);
    text_release(&high);
}
