#!/usr/bin/python3
"""KDE and PCA of reference results beside an independent computation, per task.

Usage: exact.py [--data DIR] RESULTS_FOLDER ...     (for example results/reference/table1-mnist)

For each task of the folder's auc.csv (seed 1, all outliers together) the AUC is computed anew in
double precision from the prepared data: PCA by scikit-learn's full SVD; the kernel density by its
definition, with distances of scikit-learn and SciPy's logsumexp, and with a bandwidth chosen here,
by its own folds, on the same grid. Prints CSV: experiment,detector,positive,ours,independent,
difference. Exit code 1 where one differs by 0.002 or more.

Needs the Debian package python3-sklearn.
"""
import argparse
import csv
import os
import sys

import numpy as np
from scipy.special import logsumexp
from sklearn.decomposition import PCA
from sklearn.metrics import euclidean_distances, roc_auc_score
from sklearn.model_selection import KFold

from prepared import pixels_of, read_archive, read_rows

TOLERANCE = 0.002
GRID = 2.0 ** np.linspace(-4.5, 5, 20)
BLOCK = 1024


def log_kernel_sums(squared, bandwidth):
    """log sum_i exp(-||x - x_i||^2 / (2 h^2)) for rows of squared distances."""
    return logsumexp(squared / (-2 * bandwidth ** 2), axis=1)


def blocks(n):
    return (slice(at, min(at + BLOCK, n)) for at in range(0, n, BLOCK))


def best_bandwidth(train):
    """The one under which held-out positives of five folds are most likely."""
    likelihood = np.zeros(len(GRID))
    for kept, left in KFold(5, shuffle=True, random_state=0).split(train):
        for part in blocks(len(left)):
            squared = euclidean_distances(train[left[part]], train[kept], squared=True)
            for g, h in enumerate(GRID):
                likelihood[g] += log_kernel_sums(squared, h).sum() - len(squared) * train.shape[1] * np.log(h)
    return GRID[np.argmax(likelihood)]


def kde_scores(train, test, row):
    h = best_bandwidth(train)
    return np.concatenate([-log_kernel_sums(euclidean_distances(test[part], train, squared=True), h)
                           for part in blocks(len(test))])


def pca_scores(train, test, row):
    pca = PCA(n_components=int(row["latent"]), svd_solver="full").fit(train)
    return np.linalg.norm(test - pca.inverse_transform(pca.transform(test)), axis=1)


PEERS = {"kde": kde_scores, "pca": pca_scores}


def classes(text):
    return [int(word) for word in text.split()]


def check(folder, data, out):
    """Writes a row for each task; the largest difference."""
    rows = [r for r in read_rows(os.path.join(folder, "auc.csv"))
            if r["detector"] in PEERS and r["seed"] == "1" and r["status"] == "ok"]
    if not rows:
        sys.exit(f"exact.py: {folder}: expected rows of kde or pca with seed 1 in auc.csv")
    prepared = read_archive(os.path.join(data, rows[0]["dataset"] + ".lisae"))
    worst = 0
    for whole in (r for r in rows if r["outlier"] == "all"):
        positive = classes(whole["positive"])
        outliers = sum((classes(r["outlier"]) for r in rows
                        if r["run_id"] == whole["run_id"] and r["outlier"] != "all"), [])
        train = pixels_of(prepared["train/images"][np.isin(prepared["train/labels"], positive)], np.float64)
        labels = prepared["test/labels"]
        judged = np.isin(labels, positive + outliers)
        test = pixels_of(prepared["test/images"][judged], np.float64)
        auc = roc_auc_score(np.isin(labels[judged], outliers), PEERS[whole["detector"]](train, test, whole))
        difference = float(whole["auc"]) - auc
        out.writerow([whole["experiment"], whole["detector"], whole["positive"], whole["auc"],
                      f"{auc:.6f}", f"{difference:+.6f}"])
        sys.stdout.flush()
        worst = max(worst, abs(difference))
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("LISAE_DATA", "datasets/prepared"),
                        help="folder of prepared data sets")
    parser.add_argument("folders", nargs="+", metavar="RESULTS_FOLDER")
    options = parser.parse_args()
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["experiment", "detector", "positive", "ours", "independent", "difference"])
    worst = max(check(folder, options.data, out) for folder in options.folders)
    if worst >= TOLERANCE:
        sys.exit(f"exact.py: an AUC differs by {worst:.6f}")


if __name__ == "__main__":
    main()
