#!/usr/bin/python3
"""Intervals over test images of means over tasks: as tables have them, and with what each image does to all tasks.

Usage: joint_images.py RESULTS_FOLDER ...     (for example results/reference/table2-svhn)

Tables take the tasks of a data set for independent (docs/results.md, "What varies"). But all tasks are judged on the
same images, so here the influence of each image on every task's AUC (DeLong, DeLong & Clarke-Pearson 1988) is added up
over the tasks first, and then squared. Of each detector with scores in ../ranks for ten tasks and more, seed 1, all
outliers together: the half widths both ways, and the correlation of the influences of the first two seeds. Prints CSV:
experiment,detector,linsep,negative,variant,half,joint,ratio,correlation.

Needs the Debian package python3-numpy.
"""
import csv
import gzip
import os
import sys

import numpy as np

Z_95 = 1.959963984540054
FEWEST_TASKS = 10
SETTINGS = ("detector", "linsep", "negative", "variant")


def read_ranks(path):
    """Mid-ranks of a run's scores, the images' classes and labels, as docs/results.md has it."""
    data = gzip.open(path).read()
    classes, values, at = [], 0, 0
    while True:
        end = data.index(b"\n", at)
        words = data[at:end].decode().split()
        at = end + 1
        if words[0] == "class":
            classes.append([int(word) for word in words[1:4]])
        elif words[0] == "values":
            values = int(words[1])
        elif words[0] == "ranks":
            break
    ranks = np.frombuffer(data, "<u2", int(words[1]), at + 8 * values).astype(float)
    counts = [count for _, _, count in classes]
    return (ranks, np.repeat([name for name, _, _ in classes], counts),
            np.repeat([label for _, label, _ in classes], counts))


def mid_ranks(values):
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - 0.5 * (counts - 1))[where]


def influences(ranks, labels):
    """Of each image on the AUC; their squares add up to its variance, but for n / (n - 1)."""
    normal, anomaly = labels == 0, labels == 1
    n, m = normal.sum(), anomaly.sum()
    order = mid_ranks(ranks)
    above = (order[anomaly] - mid_ranks(ranks[anomaly])) / n
    below = 1 - (order[normal] - mid_ranks(ranks[normal])) / m
    found = np.empty(len(ranks))
    found[anomaly] = (above - above.mean()) / m
    found[normal] = (below - below.mean()) / n
    return found, above.var(ddof=1) / m + below.var(ddof=1) / n


def of_seed(runs, folder):
    """Per task the influences, the sum of the tasks' variances, and the influences by class over all tasks."""
    by_task, by_class, variance = {}, {}, 0
    for run in runs:
        ranks, classes, labels = read_ranks(os.path.join(folder, "..", "ranks", run["run_id"] + ".gz"))
        by_task[run["positive"]], own = influences(ranks, labels)
        variance += own
        for name in np.unique(classes):
            there = by_task[run["positive"]][classes == name]
            if name in by_class and len(by_class[name]) != len(there):
                raise ValueError("tasks are judged on other images of class %d" % name)
            by_class[name] = by_class.get(name, 0) + there
    return by_task, variance, by_class


def correlation(one, other):
    both = [task for task in one if task in other]
    found = [(one[t] * other[t]).sum() / np.sqrt((one[t] ** 2).sum() * (other[t] ** 2).sum()) for t in both
             if (one[t] ** 2).sum() and (other[t] ** 2).sum()]
    return "%.3f" % np.mean(found) if found else ""


def rows_of(folder):
    groups = {}
    with open(os.path.join(folder, "auc.csv"), newline="") as file:
        for row in csv.DictReader(file):
            there = os.path.exists(os.path.join(folder, "..", "ranks", row["run_id"] + ".gz"))
            if row["outlier"] == "all" and row["status"] == "ok" and there:
                key = tuple(row[name] for name in SETTINGS)
                groups.setdefault(key, {}).setdefault(row["seed"], []).append(row)
    for key, seeds in groups.items():
        first = list(seeds.values())
        if len(first[0]) < FEWEST_TASKS:
            continue
        by_task, variance, by_class = of_seed(first[0], folder)
        joint = sum((there ** 2).sum() for there in by_class.values())
        if joint == 0:
            continue
        other = of_seed(first[1], folder)[0] if len(first) > 1 else {}
        half, wide = (Z_95 * np.sqrt(v) / len(by_task) for v in (variance, joint))
        yield (*key, "%.4f" % half, "%.4f" % wide, "%.2f" % (half / wide), correlation(by_task, other))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("experiment", *SETTINGS, "half", "joint", "ratio", "correlation"))
    for folder in sys.argv[1:]:
        for row in rows_of(folder.rstrip("/")):
            out.writerow((os.path.basename(folder.rstrip("/")), *row))


if __name__ == "__main__":
    main()
