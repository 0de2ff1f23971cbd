/* What a report is made of: the tables of experiments, as `lisae collect` wrote them or as they are kept. */
#ifndef REPORT_PAGE_MATERIAL_H
#define REPORT_PAGE_MATERIAL_H

#include <stddef.h>

#include "base/error.h"
#include "base/hash.h"
#include "store/csv.h"

/* The files of an experiment's folder that a report looks at. All but auc.csv, or in its place
 * incremental-summary.csv or plane.csv, may be missing: a table has no rows then, and no columns. */
enum material_file {
    OF_AUC,
    OF_SUMMARY,
    OF_COMPARE,
    OF_TESTS,
    OF_CONTRASTS,
    OF_MEAN_RANKS,
    OF_SWEEP,
    OF_METRICS,
    OF_TIMES,
    OF_DATA,
    OF_STRESS,
    OF_INCREMENTAL,
    OF_INCREMENTAL_CLASSES,
    OF_PLANE,
    MATERIAL_TABLES,
    OF_SPEC = MATERIAL_TABLES,
    OF_PROVENANCE,
    MATERIAL_FILES
};

/* Runs by their states. */
struct run_counts {
    size_t planned, ok, failed, missing;
};

struct experiment {
    char *name, *folder; /* "table2-svhn", as called; "results/reference/table2-svhn" */
    char *title;         /* the spec's, or the name */
    struct csv tables[MATERIAL_TABLES];
    char sha256[MATERIAL_FILES][SHA256_HEX]; /* "" of a file that is not there */
    char *spec;                              /* the text of spec.ini, or NULL */
    struct run_counts runs;
};

struct material {
    struct experiment *of; /* those of the paper's tables first, by name */
    size_t n;
    char **passed_over; /* (n_passed_over) folders of experiments that another folder has with more runs */
    size_t n_passed_over;
    struct run_counts runs; /* of all experiments; a run that several have counts once */
};

/* "summary.csv". */
extern const char *const material_names[MATERIAL_FILES];

/* Reads the experiments in the folders (up to NULL): each is one of an experiment, or holds such folders. Of two of one
 * name the one with more runs counts, the first where they have as many. There may be none at all, unless `each` folder
 * has to have one. 0; -1 where a folder is not there or a file cannot be read or is not what lisae writes.
 * material_release() either way. */
int material_read(struct material *m, const char *const *folders, int each, struct error *e);
void material_release(struct material *m);
/* Do sentences on several experiments speak of this one: is it called tableN, or is none of them? */
int material_leads(const struct material *m, const struct experiment *x);

/* Is this row of auc.csv that of a run, and not of one class of its anomalies? */
int material_is_run(const struct csv *auc, size_t row);

#endif
