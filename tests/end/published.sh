#!/usr/bin/env bash
# Printed numbers beside our own: which cells a run is compared with, and which it is not.

# shellcheck source=tests/end/lib.bash disable=SC2154
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 8 20 10 1
cat > table.ini << 'END'
[data]
dataset = stripes
positive = each
anomaly = own-half
[detectors]
run = raw-l2, pca
[pca]
components = 4
END
# The means differ by what tells which one is meant: the number of outlier classes, of normal ones, the set.
cat > printed.csv << 'END'
table,dataset,task,method,positive,negative,outlier,outlier_classes,auc,note
1,stripes,one-class,raw-l2,mean,,mean,9,0.91,
1,stripes,two-class,raw-l2,mean,,mean,8,0.92,
1,strokes,one-class,raw-l2,mean,,mean,4,0.93,
3,stripes,one-class,raw-l2,mean,none,mean,4,0.94,"told, with a comma"
3,stripes,one-class,raw-l2,mean,other-half,mean,4,0.95,
3,stripes,one-class,raw-l2,two,none,four,4,0.96,
3,stripes,one-class,raw-l2,2,none,mean,4,0.97,
3,stripes,one-class,kde,mean,none,mean,4,0.98,
END

column() { # FILE NAME [DETECTOR]: a column's cells, of a detector
    awk -F , -v name="$2" -v detector="${3-}" '
        NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        detector == "" || $at["detector"] == detector { print $at[name] }' "$1"
}
mean_of() { # POSITIVE OUTLIER: of auc.csv ("" for every positive)
    awk -F , -v positive="$1" -v outlier="$2" '
        NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        $at["detector"] == "raw-l2" && $at["outlier"] == outlier && (positive == "" || $at["positive"] == positive) {
            sum += $at["auc"]; n++
        }
        END { printf "%.4f\n", sum / n }' out/table/auc.csv
}
shown() { printf '%.4f\n' "$1"; }

check 'the runs' "$LISAE" run --data data --results out -j2 table.ini
ends 'the table' 0 'raw-l2 .* 0\.9400 ' "$LISAE" collect --data data --results out --published printed.csv table.ini
check 'a method that is not printed' [ -z "$(column out/table/summary.csv published pca)" ]
check 'its number of outlier classes decides' [ "$(column out/table/summary.csv published raw-l2)" = 0.940000 ]
sed -E 's/"told, with a comma"/told/' out/table/compare.csv > compare
check 'the cells that are its own' [ "$(column compare auc | paste -sd ' ')" = '0.94 0.96 0.97' ]
mapfile -t reproduced < <(column compare reproduced)
check 'the mean' [ "$(shown "${reproduced[0]}")" = "$(mean_of '' all)" ]
check 'a class against a class' [ "$(shown "${reproduced[1]}")" = "$(mean_of 2 4)" ]
check 'a class against all' [ "$(shown "${reproduced[2]}")" = "$(mean_of 2 all)" ]
check 'the note' grep -q '"told, with a comma"' out/table/compare.csv

check 'the runs against all others' "$LISAE" run --data data --results out -j2 -D data.anomaly=rest table.ini
check 'collected' "$LISAE" collect --data data --results out --published printed.csv -D data.anomaly=rest table.ini
check 'are compared with the other mean' [ "$(column out/table/part/summary.csv published raw-l2)" = 0.910000 ]
ends 'pictures of a call that has made no tables' 3 "expected tables of a call with the same -D" \
    "$LISAE" plot --data data --results out -D data.anomaly=class:1 table.ini
check 'and with no cell of the own half' [ "$(column out/table/part/compare.csv auc)" = 0.91 ]
check 'collected with few images' \
    "$LISAE" run --data data --results few -j2 -D data.train_limit=5 --published printed.csv table.ini
check 'are compared with nothing' [ "$(wc -l < few/table/compare.csv)" -eq 1 ]

# A detector that learns from negatives stands beside the mean that is printed for these, so the paper's rows name them.
rows_of_the_paper() { # how many there are of such detectors, how many of them name no negatives
    awk -F , '
        NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        $at["method"] ~ /^(linsep-)?lis-ae$/ { n++; unnamed += $at["negative"] == "" }
        END { print (n > 100), unnamed + 0 }' "$tests/../results/published/paper.csv"
}
check 'the rows of the paper' [ "$(rows_of_the_paper)" = '1 0' ]
sed 's/raw-l2, pca/lis-ae/; s/^anomaly.*/&\nnegative = other-half, strokes, outliers/' table.ini > shaped.ini
printf '[train]\nepochs = 1\n[shape]\nepochs = 1\n[model]\nencoder = 2\ndecoder = 2\n' >> shaped.ini
{
    head -1 printed.csv
    echo 2,stripes,one-class,lis-ae,mean,other-half,mean,4,0.89,
    echo 3,stripes,one-class,lis-ae,mean,strokes,mean,4,0.88,
} > shaped.csv
check 'runs with several negatives' "$LISAE" run --data data --results out -j2 --published shaped.csv shaped.ini
paste -d ' ' <(column out/shaped/summary.csv negative) <(column out/shaped/summary.csv published) > means
check 'each its own mean' [ "$(paste -sd , means)" = 'outliers ,other-half 0.890000,strokes 0.880000' ]
check 'and no other one' [ "$(column out/shaped/compare.csv run_negative | paste -sd ' ')" = 'other-half strokes' ]

cut -d , -f 1-7,9- printed.csv > old.csv
ends 'another file' 3 'old.csv:1: expected the columns table,dataset,.*outlier_classes.*, found table,dataset' \
    "$LISAE" collect --data data --results out --published old.csv table.ini
finish
