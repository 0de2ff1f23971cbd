#!/usr/bin/env bash
# ocsvm-labels from end to end, on made-up images: a detector whose results are hard labels has
# curves and areas, but no thresholds and no DeLong interval; whatever reads its tables takes that.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 20 1
cat > labels.ini << 'END'
[data]
dataset = stripes
positive = 0
anomaly = classes:1 2
[ocsvm-labels]
nu = 0.2
gamma_points = 6
[detectors]
run = ocsvm, ocsvm-labels
END

ends 'the run' 0 '2/2|2 of 2|ocsvm-labels' "$LISAE" run --data data --results out -j1 labels.ini
run=out/runs/$(run_ids out/labels/auc.csv detector ocsvm-labels | head -n 1)

# Machines and AUC from the scores alone.
auc_of_labels() { # CLASS (all for all)
    zcat "$run/scores.csv.gz" | awk -F , -v class="$1" '
        NR > 1 && (!$3 || class == "all" || class == $2) {
            n[$3]++
            for (g = 0; g < 6; g++)
                called[g, $3] += int($4 / 2 ^ g) % 2
        }
        END {
            for (g = 0; g < 6; g++)
                print called[g, 0] / n[0], called[g, 1] / n[1]
            print "0 0\n1 1"
        }' | LC_ALL=C sort -g -k 1 -k 2 | awk '
        NR > 1 { area += ($1 - x) * ($2 + y) / 2 }
        { x = $1; y = $2 }
        END { printf "%.6f\n", area }'
}
metrics() { # CLASS
    sed -n '/^\[metrics\]/,/^\[/s/^[0-9]* = //p' "$run/meta.ini" |
        awk -F , -v class="$1" '$1 == class { print $2 "," $3 "," $4 "," $5 "," $6 }'
}
check 'AUC against all' [ "$(metrics all)" = "$(auc_of_labels all),,,20,40" ]
check 'AUC against class 1' [ "$(metrics 1)" = "$(auc_of_labels 1),,,20,20" ]
check 'AUC against class 2' [ "$(metrics 2)" = "$(auc_of_labels 2),,,20,20" ]
check 'the machines find something' awk -v auc="$(metrics all | cut -d , -f 1)" 'BEGIN { exit !(auc > 0.6 && auc < 1) }'
curve_of "$run" out/labels/roc.csv fpr tpr
curve_of "$run" out/labels/tradeoff.csv threshold normal anomaly
check 'its area is that of roc.csv' awk -F , -v auc="$(metrics all | cut -d , -f 1)" '
    NR > 2 { area += ($1 - x) * ($2 + y) / 2 }
    NR > 1 { x = $1; y = $2 }
    END { exit !(sqrt((area - auc) ^ 2) < 1e-6) }' "$run/roc.csv"
check 'tradeoff.csv has the same points' awk -F , '
    FNR == 1 { next }
    NR == FNR { fpr[++n] = $1; tpr[n] = $2; next }
    { k = n - FNR + 2; if ($1 != "" || sqrt((1 - $2 - fpr[k]) ^ 2 + ($3 - tpr[k]) ^ 2) > 1e-5) exit 1 }' \
    "$run/roc.csv" "$run/tradeoff.csv"
check 'ocsvm has thresholds and an interval' awk -F , '
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    $4 == "ocsvm" { n++; if ($at["auc_lo"] == "" || $at["auc_hi"] == "") exit 1 }
    $4 == "ocsvm-labels" { m++; if ($at["auc"] == "" || $at["auc_lo"] $at["auc_hi"] != "") exit 1 }
    END { exit !(n == 3 && m == 3) }' out/labels/auc.csv
check 'summary.csv has a mean without limits' awk -F , '
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    /ocsvm-labels/ { n++; if ($at["mean"] == "" || $at["lo"] $at["hi"] != "") exit 1 }
    END { exit n != 1 }' out/labels/summary.csv
if command -v gnuplot > /dev/null; then
    ends 'pictures' 0 'heatmap' "$LISAE" plot --plots "$tests/../plots" --results out labels.ini
    check 'with the labels' grep -q 'OC-SVM-labels' out/labels/roc.svg
fi

# A saved model gives the scores of its run, whole numbers.
check 'lisae score' "$LISAE" score --data data -o new.csv "$run" stripes
check 'the same labels' awk -F , '
    FNR == 1 { next }
    NR == FNR { score[$1] = $3; next }
    { n++; if ($4 != score[$1] || $4 !~ /^[0-9]+$/) exit 1 }
    END { exit n != 60 }' new.csv <(zcat "$run/scores.csv.gz")

# What would need too much memory is refused before anything starts.
ends 'too much memory' 2 'labels.ini:[0-9]+: detector .ocsvm.: .*needs .* GiB, \[ocsvm\] memory_gib allows 1e-06' \
    "$LISAE" run --data data --results none -D ocsvm.memory_gib=1e-6 labels.ini
check 'nothing was run' [ ! -e none/runs ]
finish
