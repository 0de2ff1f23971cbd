#include "report/text/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/memory.h"
#include "plan/columns.h"
#include "report/paper/table_write.h"
#include "report/text/sentences.h"

static const char MISSING[] = "--";

/* ---- lines ---- */

static void append_key(struct text *out, const char *word)
{
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .:,/+=-";
    for (; *word; word++)
        text_format(out, "%c", strchr(good, *word) ? *word : '-');
}

/* `value` is LaTeX; "" is what is not there. */
static void put(struct text *out, const char *label, const char *column, const char *value)
{
    text_format(out, "\\lisaevalue{%s/%s}{%s}\n", label, column, *value ? value : MISSING);
}

static void put_count(struct text *out, const char *label, const char *column, size_t count)
{
    struct text value = TEXT_INIT;
    say_count(&(struct say) { &value, SAY_TEX, 3 }, count);
    put(out, label, column, text_of(&value));
    text_release(&value);
}

static void put_words(struct text *out, const char *label, const char *column, const char *words)
{
    struct text value = TEXT_INIT;
    table_escape_tex(&value, words);
    put(out, label, column, text_of(&value));
    text_release(&value);
}

/* A number in mathematics, so that its sign is one. */
static void append_number(struct text *value, const char *cell, int decimals, enum decimal_sign sign)
{
    struct text number = TEXT_INIT;
    if (decimal_append(&number, cell, decimals, sign) == 0)
        text_format(value, "$%s$", text_of(&number));
    text_release(&number);
}

static void put_number(struct text *out, const char *label, const char *column, const char *cell, int decimals,
                       enum decimal_sign sign)
{
    struct text value = TEXT_INIT;
    append_number(&value, cell, decimals, sign);
    put(out, label, column, text_of(&value));
    text_release(&value);
}

static void put_interval(struct text *out, const char *label, const char *lo, const char *hi, enum decimal_sign sign)
{
    struct text value = TEXT_INIT;
    say_interval(&(struct say) { &value, SAY_TEX, 3 }, lo, hi, sign);
    put(out, label, "interval", text_of(&value));
    text_release(&value);
}

/* ---- which row ---- */

/* How much a label says of its row. */
enum depth { BY_METHOD, BY_NEGATIVE, BY_SETTING, DEPTHS };

/* The first one behind the label, others behind that. */
static void append_setting(struct text *words, const char **between, const struct csv *c, size_t row, const char *name)
{
    if (!*csv_cell(c, row, name))
        return;
    text_format(words, "%s%s=%s", *between, name, csv_cell(c, row, name));
    *between = ",";
}

/* free() */
static char *label_of(const char *experiment, const struct csv *c, size_t row, enum depth depth)
{
    struct text words = TEXT_INIT, label = TEXT_INIT;
    const char *against = csv_cell(c, row, "against"), *negative = csv_cell(c, row, "negative"), *between = "/";
    text_format(&words, "%s/%s%s%s", experiment, csv_cell(c, row, "method"), *against ? " against " : "", against);
    if (depth >= BY_NEGATIVE)
        text_format(&words, "/%s", *negative ? negative : "none");
    if (depth >= BY_SETTING) {
        for (const struct column *k = column_of_setting(NULL); k; k = column_of_setting(k))
            append_setting(&words, &between, c, row, k->name);
        append_setting(&words, &between, c, row, "against_setting");
    }
    append_key(&label, text_of(&words));
    char *copy = mem_string(text_of(&label));
    text_release(&words);
    text_release(&label);
    return copy;
}

/* Does a row have no more words at this depth than at the one above? */
static int says_no_more(const char *label, const char *experiment, const struct csv *c, size_t row, enum depth depth)
{
    char *above = depth ? label_of(experiment, c, row, depth - 1) : NULL;
    const int same = above && strcmp(above, label) == 0;
    free(above);
    return same;
}

static int compare_labels(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A row's words, behind a label. */
typedef void put_row(struct text *out, const struct suite *suite, const char *label, const struct csv *c, size_t row);

/* All rows, each under those of its labels that no other row has. */
static void put_rows(struct text *out, const struct suite *suite, const char *experiment, const struct csv *c,
                     put_row *put_one)
{
    char **labels = mem_alloc(c->n_rows + 1, sizeof *labels), **sorted = mem_alloc(c->n_rows + 1, sizeof *sorted);
    for (enum depth depth = BY_METHOD; depth < DEPTHS; depth++) {
        for (size_t row = 0; row < c->n_rows; row++)
            sorted[row] = labels[row] = label_of(experiment, c, row, depth);
        if (c->n_rows)
            qsort(sorted, c->n_rows, sizeof *sorted, compare_labels);
        for (size_t row = 0; row < c->n_rows; row++) {
            char **found = bsearch(&labels[row], sorted, c->n_rows, sizeof *sorted, compare_labels);
            const size_t at = (size_t)(found - sorted);
            if (!(at && strcmp(found[-1], *found) == 0) && !(at + 1 < c->n_rows && strcmp(found[1], *found) == 0) &&
                !says_no_more(labels[row], experiment, c, row, depth))
                put_one(out, suite, labels[row], c, row);
        }
        for (size_t row = 0; row < c->n_rows; row++)
            free(labels[row]);
    }
    free(labels);
    free(sorted);
}

/* ---- rows ---- */

static void put_mean(struct text *out, const char *label, const struct csv *c, size_t row)
{
    const char *n_ok = csv_cell(c, row, "n_ok"), *n_planned = csv_cell(c, row, "n_planned");
    struct text value = TEXT_INIT;
    append_number(&value, csv_cell(c, row, "mean"), 3, SIGN_BELOW_ZERO);
    if (value.length && strcmp(n_ok, n_planned) != 0)
        text_format(&value, " (%s/%s)", n_ok, n_planned);
    put(out, label, "mean", text_of(&value));
    text_release(&value);
}

static void put_summary(struct text *out, const struct suite *suite, const char *label, const struct csv *c, size_t row)
{
    put_mean(out, label, c, row);
    put_number(out, label, "sd", csv_cell(c, row, "sd"), 3, SIGN_BELOW_ZERO);
    put_interval(out, label, csv_cell(c, row, "tasks_lo"), csv_cell(c, row, "tasks_hi"), SIGN_BELOW_ZERO);
    put_number(out, label, "published", csv_cell(c, row, "published"), 3, SIGN_BELOW_ZERO);
    put_number(out, label, "difference", csv_cell(c, row, "difference"), 3, SIGN_ALWAYS);
    put_words(out, label, "verdict", csv_cell(c, row, "verdict"));
    put_words(out, label, "tasks", csv_cell(c, row, "n_tasks"));
    put_words(out, label, "seeds", csv_cell(c, row, "n_seeds"));
}

static void put_test(struct text *out, const struct suite *suite, const char *label, const struct csv *c, size_t row)
{
    static const char *const sides[DUEL_SIDES] = { "above", "below", "even", "" };
    double p;
    struct text value = TEXT_INIT;
    put_number(out, label, "difference", csv_cell(c, row, "mean_difference"), 3, SIGN_ALWAYS);
    put_interval(out, label, csv_cell(c, row, "difference_lo"), csv_cell(c, row, "difference_hi"), SIGN_ALWAYS);
    put_words(out, label, "side", sides[duel_side_of(csv_cell(c, row, "mean_difference"))]);
    put_words(out, label, "wins", csv_cell(c, row, "wins"));
    put_words(out, label, "ties", csv_cell(c, row, "ties"));
    put_words(out, label, "losses", csv_cell(c, row, "losses"));
    put_words(out, label, "tasks", csv_cell(c, row, "n_tasks"));
    if (parse_double(csv_cell(c, row, "p_holm"), &p) == 0)
        text_format(&value, "$%.2g$", p);
    put(out, label, "p", text_of(&value));
    put_words(out, label, "decision", csv_cell(c, row, "decision"));
    text_clear(&value);
    sentence_pair(&(struct say) { &value, SAY_TEX, 3 }, suite, c, row);
    put(out, label, "sentence", text_of(&value));
    text_release(&value);
}

/* ---- counts ---- */

/* The verdict that most numbers have of those which do not match, by their own tolerance. */
static const char *differ_of(const struct printed_counts *n)
{
    const size_t higher = n->higher[TOLERANCES - 1], lower = n->lower[TOLERANCES - 1];
    return higher > lower ? "higher" : lower > higher ? "lower" : "";
}

static void put_printed(struct text *out, const char *which, const struct printed_counts *n)
{
    struct text label = TEXT_INIT, column = TEXT_INIT;
    text_format(&label, "printed/%s", which);
    put_count(out, text_of(&label), "printed", n->printed);
    put_count(out, text_of(&label), "there", n->there);
    put_count(out, text_of(&label), "partial", n->partial);
    put_count(out, text_of(&label), "missing", n->missing);
    put_count(out, text_of(&label), "inside", n->inside);
    put_words(out, text_of(&label), "differ", differ_of(n));
    for (size_t i = 0; i < TOLERANCES; i++) {
        const struct {
            const char *word;
            size_t count;
        } verdicts[] = { { "match", n->match[i] }, { "higher", n->higher[i] }, { "lower", n->lower[i] } };
        for (size_t k = 0; k < sizeof verdicts / sizeof *verdicts; k++) {
            text_clear(&column);
            text_append(&column, verdicts[k].word);
            if (i + 1 < TOLERANCES) /* the last is each number's own */
                text_format(&column, "-%s", verdicts_tolerance(i));
            put_count(out, text_of(&label), text_of(&column), verdicts[k].count);
        }
    }
    text_release(&label);
    text_release(&column);
}

static struct printed_counts others(const struct printed_tables *p)
{
    struct printed_counts n = p->all;
    n.printed -= p->lis_ae.printed;
    n.there -= p->lis_ae.there;
    n.partial -= p->lis_ae.partial;
    n.missing -= p->lis_ae.missing;
    n.inside -= p->lis_ae.inside;
    for (size_t i = 0; i < TOLERANCES; i++) {
        n.match[i] -= p->lis_ae.match[i];
        n.higher[i] -= p->lis_ae.higher[i];
        n.lower[i] -= p->lis_ae.lower[i];
    }
    return n;
}

static void put_runs(struct text *out, const struct material *m)
{
    put_count(out, "runs", "planned", m->runs.planned);
    put_count(out, "runs", "ok", m->runs.ok);
    put_count(out, "runs", "failed", m->runs.failed);
    put_count(out, "runs", "missing", m->runs.missing);
    put_count(out, "runs", "experiments", m->n);
}

/* ---- sentences ---- */

/* Puts what was said, and begins anew. */
static void put_said(struct text *out, const char *label, const char *column, struct text *value)
{
    put(out, label, column, text_of(value));
    text_clear(value);
}

/* Of each two methods that an experiment compares. */
static void put_duels(struct text *out, const struct material *m, const struct suite *suite)
{
    static const char *const against[] = { "ae", "lis-ae" };
    struct text label = TEXT_INIT, value = TEXT_INIT;
    const struct say say = { &value, SAY_TEX, 3 };
    for (size_t k = 0; k < sizeof against / sizeof *against; k++) {
        size_t n;
        const char **methods = duels_methods(m, against[k], &n);
        for (size_t i = 0; i < n; i++) {
            struct duels d;
            duels_between(&d, m, methods[i], against[k]);
            text_clear(&label);
            text_append(&label, "say/");
            append_key(&label, methods[i]);
            text_format(&label, " against %s", against[k]);
            sentence_duels(&say, suite, &d);
            put_said(out, text_of(&label), "duels", &value);
            sentence_where(&say, suite, &d);
            put_said(out, text_of(&label), "where", &value);
            duels_release(&d);
        }
        free(methods);
    }
    text_release(&label);
    text_release(&value);
}

static void put_sentences(struct text *out, const struct material *m, const struct suite *suite,
                          const struct printed_tables *printed)
{
    struct text value = TEXT_INIT;
    const struct say say = { &value, SAY_TEX, 3 };
    sentence_runs(&say, &m->runs);
    put_said(out, "say", "runs", &value);
    sentence_printed(&say, &printed->all);
    put_said(out, "say", "printed", &value);
    sentence_shares(&say, &printed->lis_ae, &printed->all);
    put_said(out, "say", "shares", &value);
    sentence_tolerances(&say, &printed->all);
    put_said(out, "say", "tolerances", &value);
    text_release(&value);
    put_duels(out, m, suite);
}

void values_append_tex(struct text *out, const struct material *m, const struct suite *suite,
                       const struct printed_tables *printed)
{
    const struct printed_counts *all = &printed->all, rest = others(printed);
    const int whole = m->runs.planned && m->runs.ok == m->runs.planned && !all->partial && !all->missing;
    text_format(out, "\\lisaewhole%s\n", whole ? "true" : "false");
    put_runs(out, m);
    put_printed(out, "all", all);
    put_printed(out, "lis-ae", &printed->lis_ae);
    put_printed(out, "others", &rest);
    for (size_t i = 0; i < printed->n; i++)
        put_printed(out, printed->of[i].lines->name, &printed->counts[i]);
    for (size_t i = 0; i < m->n; i++) {
        put_rows(out, suite, m->of[i].name, &m->of[i].tables[OF_SUMMARY], put_summary);
        put_rows(out, suite, m->of[i].name, &m->of[i].tables[OF_TESTS], put_test);
    }
    put_sentences(out, m, suite, printed);
}
