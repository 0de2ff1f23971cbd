#include "report/print.h"

#include <stdlib.h>

#include "base/text.h"
#include "plan/columns.h"
#include "store/csv.h"
#include "store/file.h"

/* A number with four decimals as the paper prints them, or a dash. */
static const char *four(const char *cell, int sign, char *out, size_t room)
{
    double value;
    if (parse_double(cell, &value))
        snprintf(out, room, "-");
    else
        snprintf(out, room, sign ? "%+.4f" : "%.4f", value);
    return out;
}

/* What stands beside the method's name, to tell its lines apart. */
static void setting_text(const struct csv *s, size_t row, struct text *out)
{
    static const char *const words[] = { "negative", "variant" };
    text_clear(out);
    for (const struct column *c = all_columns; c->name; c++) {
        const char *cell = c->key && c->tables & IN_COMPARE ? csv_cell(s, row, c->name) : "";
        if (*cell)
            text_format(out, "%s%s %s", out->length ? ", " : "", c->name, cell);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *cell = csv_cell(s, row, words[i]);
        if (*cell)
            text_format(out, "%s%s", out->length ? ", " : "", cell);
    }
}

int summary_print(FILE *out, const struct plan *p, const char *results, struct error *e)
{
    char *path = path_join(results, p->experiment, "summary.csv", NULL);
    struct csv s;
    struct text setting = TEXT_INIT;
    int bad = csv_read(&s, path, e), width = 7;
    free(path);
    if (bad)
        return -1;
    for (size_t row = 0; row < s.n_rows; row++) {
        setting_text(&s, row, &setting);
        width = (int)setting.length > width ? (int)setting.length : width;
    }
    fprintf(out, "\n%s: AUC, mean over tasks (sd over seeds)\n", p->title && *p->title ? p->title : p->experiment);
    fprintf(out, "%-14s %-9s %-22s %-*s | %9s | %-17s | %10s | %9s | %s\n", "data set", "task", "method", width,
            "setting", "published", "reproduced", "difference", "ok/plan", "verdict");
    for (size_t row = 0; row < s.n_rows; row++) {
        char printed[32], mean[32], sd[32], difference[32], whole[80], count[64];
        double spread;
        setting_text(&s, row, &setting);
        four(csv_cell(&s, row, "mean"), 0, mean, sizeof mean);
        if (parse_double(csv_cell(&s, row, "sd"), &spread) == 0)
            snprintf(whole, sizeof whole, "%s (%s)", mean, four(csv_cell(&s, row, "sd"), 0, sd, sizeof sd));
        else
            snprintf(whole, sizeof whole, "%s", mean);
        snprintf(count, sizeof count, "%s/%s", csv_cell(&s, row, "n_ok"), csv_cell(&s, row, "n_planned"));
        fprintf(out, "%-14s %-9s %-22s %-*s | %9s | %-17s | %10s | %9s | %s\n", csv_cell(&s, row, "dataset"),
                csv_cell(&s, row, "task"), csv_cell(&s, row, "method"), width, text_of(&setting),
                four(csv_cell(&s, row, "published"), 0, printed, sizeof printed), whole,
                four(csv_cell(&s, row, "difference"), 1, difference, sizeof difference), count,
                csv_cell(&s, row, "verdict"));
    }
    text_release(&setting);
    csv_release(&s);
    return 0;
}
