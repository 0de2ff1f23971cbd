#include "report/text/sentences.h"

#include <string.h>

#include "report/page/settings.h"

enum { OWN = TOLERANCES - 1 }; /* each number's own tolerance */

static void say_method(const struct say *s, const struct suite *suite, const char *method)
{
    struct text name = TEXT_INIT;
    settings_append_method(&name, suite, method);
    say_words(s, text_of(&name));
    text_release(&name);
}

/* ---- how much is there ---- */

void sentence_runs(const struct say *s, const struct run_counts *n)
{
    if (!n->ok) {
        say_words(s, "of ");
        say_counted(s, n->planned, " runs that are planned none is done");
    } else if (n->ok == n->planned) {
        say_words(s, "all ");
        say_counted(s, n->ok, " runs are done");
    } else {
        say_counted(s, n->ok, " of ");
        say_counted(s, n->planned, " runs are done");
    }
    if (n->failed) {
        struct text failed = TEXT_INIT;
        text_format(&failed, "%zu failed", n->failed);
        say_words(s, "; ");
        say_bold(s, text_of(&failed));
        text_release(&failed);
    }
    if (n->missing) {
        say_words(s, "; ");
        say_counted(s, n->missing, n->missing == 1 ? " is missing" : " are missing");
    }
}

/* ---- printed numbers ---- */

void sentence_printed(const struct say *s, const struct printed_counts *n)
{
    if (!n->there) {
        say_words(s, "None of these results stands beside a number that the paper prints");
        return;
    }
    say_words(s, "beside ");
    say_counted(s, n->there, " of ");
    say_counted(s, n->printed, " printed numbers stands a reproduced one. By its own tolerance ");
    say_counted(s, n->match[OWN], " match, ");
    say_counted(s, n->higher[OWN], " are higher than printed, ");
    say_counted(s, n->lower[OWN], " lower");
    if (n->partial) {
        say_words(s, "; ");
        say_counted(s, n->partial, " of the ");
        say_counted(s, n->there, n->partial == 1 ? " is" : " are");
        say_words(s, " of fewer runs than planned");
    }
}

void sentence_shares(const struct say *s, const struct printed_counts *own, const struct printed_counts *all)
{
    if (!own->there || own->there == all->there)
        return;
    say_words(s, "Of the numbers of LIS-AE, in all its forms, ");
    say_counted(s, own->match[OWN], " match, ");
    say_counted(s, own->higher[OWN], " are higher, ");
    say_counted(s, own->lower[OWN], " lower; of those of the others ");
    say_counted(s, all->match[OWN] - own->match[OWN], " match, ");
    say_counted(s, all->higher[OWN] - own->higher[OWN], " are higher, ");
    say_counted(s, all->lower[OWN] - own->lower[OWN], " lower");
}

void sentence_tolerances(const struct say *s, const struct printed_counts *n)
{
    if (!n->there)
        return;
    for (size_t i = 0; i + 1 < TOLERANCES; i++) {
        say_words(s, i ? ", " : "");
        say_counted(s, n->match[i], i ? " within " : " match within ");
        say_words(s, verdicts_tolerance(i));
    }
}

/* ---- methods against each other ---- */

static const char test[] = "; the exact test of ranks over tasks, after Holm, says: ";

/* How often the tests say what; nothing where there are none. */
static void say_tests(const struct say *s, const struct duels *d)
{
    const char *between = test;
    for (size_t i = 0; i < DECISIONS; i++) {
        if (!d->decided[i])
            continue;
        say_words(s, between);
        say_words(s, duel_decisions[i]);
        say_words(s, " in ");
        say_count(s, d->decided[i]);
        between = ", ";
    }
}

void sentence_duels(const struct say *s, const struct suite *suite, const struct duels *d)
{
    const size_t there = d->n - d->sides[DUEL_MISSING];
    if (!there)
        return;
    say_words(s, "the mean AUC of ");
    say_method(s, suite, d->method);
    say_words(s, " is higher than that of ");
    say_method(s, suite, d->against);
    say_words(s, " in ");
    say_counted(s, d->sides[DUEL_ABOVE], " of ");
    say_counted(s, there, there == 1 ? " comparison, the difference " : " comparisons, the differences between ");
    say_number(s, d->least, SIGN_ALWAYS);
    if (there > 1) {
        say_words(s, " and ");
        say_number(s, d->most, SIGN_ALWAYS);
    }
    say_tests(s, d);
}

/* "higher in Table 2, SVHN (+0.028) and Table 2, CIFAR-10 (+0.071)" */
static void say_places(const struct say *s, const struct duels *d, enum duel_side side, const char *words)
{
    size_t said = 0;
    say_words(s, words);
    for (size_t i = 0; i < d->n; i++) {
        const struct duel_row *one = &d->of[i];
        if (one->side != side)
            continue;
        said++;
        say_words(s, said == 1 ? " in " : said < d->sides[side] ? "; " : " and ");
        say_words(s, one->of->title);
        if (side != DUEL_EVEN && side != DUEL_MISSING) {
            say_words(s, " (");
            say_number(s, csv_cell(&one->of->tables[OF_TESTS], one->row, "mean_difference"), SIGN_ALWAYS);
            say_words(s, ")");
        }
    }
}

void sentence_where(const struct say *s, const struct suite *suite, const struct duels *d)
{
    static const char *const words[DUEL_SIDES] = { "higher", "lower", "the same", "not known" };
    const char *between = "";
    if (!d->n)
        return;
    say_words(s, "against ");
    say_method(s, suite, d->against);
    say_words(s, " the mean AUC of ");
    say_method(s, suite, d->method);
    say_words(s, " is ");
    for (enum duel_side side = 0; side < DUEL_SIDES; side++) {
        if (!d->sides[side])
            continue;
        say_words(s, between);
        say_places(s, d, side, words[side]);
        between = "; ";
    }
    say_tests(s, d);
}

void sentence_pair(const struct say *s, const struct suite *suite, const struct csv *c, size_t row)
{
    const char *difference = csv_cell(c, row, "mean_difference"), *decision = csv_cell(c, row, "decision");
    const enum duel_side side = duel_side_of(difference);
    say_words(s, side == DUEL_MISSING ? "there is no task yet with scores of both " : "the mean AUC of ");
    say_method(s, suite, csv_cell(c, row, "method"));
    say_words(s, side == DUEL_MISSING ? " and "
                 : side == DUEL_EVEN  ? " is the same as that of "
                 : side == DUEL_ABOVE ? " is higher than that of "
                                      : " is lower than that of ");
    say_method(s, suite, csv_cell(c, row, "against"));
    if (side == DUEL_MISSING)
        return;
    say_words(s, " (");
    say_number(s, difference, SIGN_ALWAYS);
    if (*csv_cell(c, row, "difference_lo")) {
        say_words(s, ", over tasks ");
        say_interval(s, csv_cell(c, row, "difference_lo"), csv_cell(c, row, "difference_hi"), SIGN_ALWAYS);
    }
    say_words(s, "), higher in ");
    say_words(s, csv_cell(c, row, "wins"));
    say_words(s, " of ");
    say_words(s, csv_cell(c, row, "n_tasks"));
    say_words(s, strcmp(csv_cell(c, row, "n_tasks"), "1") == 0 ? " task" : " tasks");
    if (*decision) {
        say_words(s, test);
        say_words(s, decision);
    }
}

void sentence_highest(const struct say *s, size_t highest, size_t any, const char *rows, const char *winners)
{
    say_words(s,
              "of methods that are not told the classes of the outliers is that of LIS-AE, in one of its forms, in ");
    say_counted(s, highest, " of the ");
    say_counted(s, any, any == 1 ? " row" : " rows");
    text_append(s->out, rows);
    say_words(s, *winners ? "; elsewhere that of " : "");
    say_words(s, winners);
}
