/* Tables as LaTeX. */
#include "report/paper/table_write.h"
#include "support/paper_tables.h"

static void rows_and_rules(void **state)
{
    struct paper p;
    struct text t = TEXT_INIT;
    put_experiment(state, "results/table1-a",
                   "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.5,0.4,0.6,3,3,0,lower,seeds,no\n",
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,pca,pca,,8,,,,,0.6,0,,,10,2,3,,0\n");
    paper_make(&p, state,
               "1,caption,,50 % of A_B,,4,,,,,,\n1,stub,,Group,,,,,,,,\n1,stub,,Model,,,,,,,,\n"
               "1,column,Sets,First,,,tiny,,,,,\n1,column,Sets,Second,,,marks,,,,,\n1,column,,Third,,,mnist,,,,,\n"
               "1,row,X,KDE,,,,,kde,,,\n1,row,X,LIS-AE,,,,,lis-ae,,,\n1,row,Y,AE,,,,,ae,,,\n",
               two_by_two_printed);
    table_append_tex(&p.table, &t);
    assert_says(text_of(&t), "\\renewcommand{\\thetable}{1}\n\\caption{50 \\% of A\\_B.}\n"
                             "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{"
                             "\\begin{tabular}{lllll}\n");
    assert_says(text_of(&t),
                "\\toprule\n & & \\multicolumn{2}{c}{Sets} & \\multicolumn{1}{c}{} \\\\\n\\cmidrule(lr){3-4}\n"
                "Group & Model & First & Second & Third \\\\\n\\midrule\n"
                "X & KDE & 0.9 $\\rightarrow$ 0.5000 $\\downarrow$ $\\notin$ [0.4000, 0.6000] & 0.80 $\\rightarrow$ "
                "missing & - \\\\\n"
                " & LIS-AE & 0.95 $\\rightarrow$ missing & - & - \\\\\n\\midrule\n"
                "Y & AE & - & - & - \\\\\n\\midrule\n\\emph{not printed:} \\\\\n"
                " & PCA & 0.6000 (2/3) &  &  \\\\\n\\bottomrule\n");
    paper_release(&p);
    text_release(&t);
}

/* Four columns, and more: an interval stands below its number, so that the table need not be made small. */
static void intervals_below(void **state)
{
    struct paper p;
    struct text t = TEXT_INIT;
    put_experiment(state, "results/table1-a",
                   "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.5,0.4,0.6,3,3,0,lower,seeds,no\n",
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n");
    paper_make(
        &p, state,
        "1,caption,,c,,4,,,,,,\n1,stub,,Model,,,,,,,,\n1,column,,First,,,tiny,,,,,\n1,column,,Second,,,marks,,,,,\n"
        "1,column,,Third,,,mnist,,,,,\n1,column,,Fourth,,,svhn,,,,,\n1,row,,KDE,,,,,kde,,,\n",
        "1,tiny,one-class,kde,mean,,mean,9,0.9,\n");
    table_append_tex(&p.table, &t);
    assert_says(text_of(&t),
                "KDE & \\begin{tabular}[t]{@{}l@{}}0.9 $\\rightarrow$ 0.5000 $\\downarrow$\\\\\\relax $\\notin$ "
                "[0.4000, 0.6000]\\end{tabular} & ");
    paper_release(&p);
    text_release(&t);
}

/* Behind a line's end or a rule "[" would begin a length, and "*" be a part of that. */
static void rows_that_begin_with_a_bracket(void **state)
{
    struct paper p;
    struct text t = TEXT_INIT;
    put_experiment(state, "results/table1-a",
                   "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.5,0.4,0.6,3,3,0,lower,seeds,no\n",
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,[1cm],[1cm],,8,,,,,0.6,0,,,10,3,3,,0\n"
                   "t,tiny,one-class,*,*,,8,,,,,0.7,0,,,10,3,3,,0\n");
    paper_make(&p, state,
               "1,caption,,c,,4,,,,,,\n1,stub,,[Model],,,,,,,,\n1,column,,First,,,tiny,,,,,\n"
               "1,row,,KDE,,,,,kde,,,\n",
               "1,tiny,one-class,kde,mean,,mean,9,0.9,\n");
    table_append_tex(&p.table, &t);
    assert_says(text_of(&t), "\\toprule\n{}[Model] & First");
    assert_says(text_of(&t), " \\\\\n{}[1cm] & 0.6000 \\\\\n{}* & 0.7000 \\\\\n");
    paper_release(&p);
    text_release(&t);
}

static void hostile_words(void **state)
{
    (void)state;
    static const struct {
        const char *words, *escaped;
    } cases[] = {
        { "plain words, 0.5 (1/3)", "plain words, 0.5 (1/3)" },
        { "a_b 50% & #1 {x} $y$", "a\\_b 50\\% \\& \\#1 \\{x\\} \\$y\\$" },
        { "\\input{/etc/passwd}", "\\textbackslash{}input\\{/etc/passwd\\}" },
        { "a~b^c<d>e|f", "a\\textasciitilde{}b\\textasciicircum{}c\\textless{}d\\textgreater{}e\\textbar{}f" },
        { "\"one\" \"two\" a--b 5–9", "``one'' ``two'' a{-}-b 5--9" },
        { "γ 5 → é ÿ ð Σ 漢", "$\\gamma$ 5 $\\rightarrow$ é ÿ ? ? ?" },
        { "ᵃᶻ", "\\textsuperscript{a}\\textsuperscript{z}" },
        { "bad \xC3 \xE2\x86 \xFF\n\x01", "bad ? ?? ?  " },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        table_escape_tex(&t, cases[i].words);
        assert_string_equal(text_of(&t), cases[i].escaped);
        text_release(&t);
    }
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(rows_and_rules),
    IN_FOLDER(intervals_below),
    IN_FOLDER(rows_that_begin_with_a_bracket),
    cmocka_unit_test(hostile_words),
};

TEST_MAIN(tests, NULL, NULL)
