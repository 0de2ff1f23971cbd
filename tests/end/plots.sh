#!/bin/bash
# Tests of plots/: draws small made-up CSVs and looks at exit codes, messages and the text of
# the SVGs. Needs gnuplot. The last line is "N passed, N failed"; exit code 1 if one failed.
set -u
export LC_ALL=C.UTF-8 # in C gnuplot has warnings of its own
unset GNUTERM

plots=$(cd "$(dirname "$0")/../../plots" && pwd) || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/plots.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# check NAME COMMAND...: the command succeeds.
check() {
    local name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $name"
    fi
}

# draw FIGURE DIR OUT: into $code and the file $work/message.
draw() {
    gnuplot -d -c "$plots/$1.gp" "$2" "$3" > "$work/message" 2>&1
    code=$?
}

draws() {
    draw "$@"
    [ $code -eq 0 ] && [ ! -s "$work/message" ] && [ -s "$3" ]
}

# refuses FIGURE DIR OUT TEXT: fails with TEXT in its message, and writes no picture.
refuses() {
    rm -f "$3"
    draw "$1" "$2" "$3"
    [ $code -ne 0 ] && [ ! -e "$3" ] && grep -q -F -- "$4" "$work/message"
}

# shows FILE TEXT [N]: a text of the SVG is TEXT, N times if N is given.
shows() {
    local n
    n=$(grep -c -F "<text>$2</text>" "$1")
    if [ $# -eq 3 ]; then [ "$n" -eq "$3" ]; else [ "$n" -gt 0 ]; fi
}

hides() { ! grep -q -F -- "$2" "$1"; }

# By the magic number.
is_png() { [ "$(head -c 4 "$1" | od -An -tx1 | tr -d ' ')" = 89504e47 ]; }

# make_results DIR SEEDS TASKS SERIES: the four files. TASKS are separated by '|', SERIES likewise, each
# detector;negative;latent;gamma;linsep;variant. AUC is 0.8 with seed 1 and 0.9 with seed 2.
make_results() {
    mkdir -p "$1"
    cp "$plots/../results/reference/table1-mnist/detectors.csv" "$1"
    awk -v dir="$1" -v seeds="$2" -v tasks="$3" -v all_series="$4" 'BEGIN {
        id = "dataset,detector,positive,negative,seed,latent,gamma,beta,linsep,variant,run_id"
        auc = dir "/auc.csv"; roc = dir "/roc.csv"; tradeoff = dir "/tradeoff.csv"; loss = dir "/loss.csv"
        printf "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep," > auc
        print "variant,auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id" > auc
        print id ",fpr,tpr" > roc
        print id ",threshold,normal,anomaly,beside" > tradeoff
        print id ",stage,epoch,positive_loss,negative_error,separation" > loss
        n_tasks = split(tasks, task, "|")
        n_series = split(all_series, series, "|")
        for (s = 1; s <= n_series; s++)
            if (series[s] ~ /^ae;/)
                ae = s
        for (t = 1; t <= n_tasks; t++) for (s = 1; s <= n_series; s++) for (seed = 1; seed <= seeds; seed++) {
            split(series[s], part, ";")
            run = sprintf("%04d%04d%04d", t, s, seed)
            beside = part[1] == "lis-ae" ? sprintf("%04d%04d%04d", t, ae, seed) : ""
            middle = part[3] "," part[4] ",," part[5] "," part[6]
            about = "x,digits,full," part[1] "," task[t] "," part[2]
            printf "%s,all,%d,%s,%.6f,,,10,10,ok,,%s\n", about, seed, middle, 0.7 + seed / 10, run > auc
            printf "%s,9,%d,%s,0.100000,,,10,10,ok,,%s\n", about, seed, middle, run > auc
            start = "digits," part[1] "," task[t] "," part[2] "," seed "," middle "," run ","
            for (i = 0; i <= 10; i++) {
                print start i / 10 "," sqrt(i / 10) > roc
                print start i "," 1 - i / 10 "," sqrt(i / 10) "," beside > tradeoff
                print start "phase1," i "," 1 / (i + 1) ",," > loss
                if (part[1] == "lis-ae")
                    print start "phase2," i "," 0.1 / (i + 1) "," i + 1 "," > loss
            }
        }
    }'
}

figures="roc tradeoff heatmap loss"
ten="0|1|2|3|4|5|6|7|8|9"
single="$work/single" pairs="$work/pairs" sweep="$work/a sweep" codes="$work/codes"
make_results "$single" 2 "$ten" \
    "kde;;;;;|pca;;;;;|ae;;32;;;|lis-ae;other-half;32;1;off;|lis-ae;other-half;32;1;on;|lis-ae;outliers;32;1;on;"
make_results "$pairs" 1 "0 1|2 3|4 5|6 7|8 9" "ae;;32;;;|lis-ae;other-half;32;1;off;"
of_sweep="ae;;32;;;|lis-ae;dataset:omniglot;32;0.5;off;|lis-ae;dataset:omniglot;32;10;off;"
make_results "$sweep" 1 "3" "$of_sweep|lis-ae;dataset:omniglot;32;2;off;\"no tanh, \"\"wide\"\"\""
of_codes="ae;;32;;;|latent-knn;;32;;;latent.encoder=ae|latent-knn;other-half;32;9;off;latent.encoder=lis-ae"
of_codes+="|latent-kde;;32;;;kde.folds=2 latent.encoder=ae|latent-kde;;32;;;kde.folds=3 latent.encoder=ae"
make_results "$codes" 1 "3" "$of_codes|latent-logistic;outliers;32;;;"

for figure in $figures; do
    for dir in "$single" "$pairs" "$sweep"; do
        check "$figure draws SVG of $(basename "$dir")" draws "$figure" "$dir" "$dir/$figure.svg"
        check "$figure draws PNG of $(basename "$dir")" draws "$figure" "$dir" "$dir/$figure.png"
        check "$figure: the PNG of $(basename "$dir") is one" is_png "$dir/$figure.png"
        draw "$figure" "$dir" "$dir/again.svg"
        check "$figure repeats the SVG of $(basename "$dir")" cmp -s "$dir/$figure.svg" "$dir/again.svg"
    done
done

# Names of tasks and series; the mean of 0.8 and 0.9, without the rows of single outliers.
for figure in roc heatmap loss; do
    check "$figure names each task once" shows "$single/$figure.svg" "class 8" 1
    check "$figure names pairs" shows "$pairs/$figure.svg" "classes 8 9" 1
done
check "roc names a detector once" shows "$single/roc.svg" "KDE" 1
check "roc names LinSep" shows "$single/roc.svg" "LinSep-LIS-AE" 1
check "roc names the supervised bound" shows "$single/roc.svg" "Sup. LinSep-LIS-AE" 1
check "settings that do not differ are not named" hides "$single/roc.svg" "code of"
draw heatmap "$codes" "$codes/heatmap.svg"
check "codes are named by their encoder" shows "$codes/heatmap.svg" "Latent-kNN of AE" 1
check "settings of one encoder alone are no difference" shows "$codes/heatmap.svg" "Latent-kNN of LIS-AE" 1
check "what else differs is named" shows "$codes/heatmap.svg" "Latent-KDE of AE, kde: folds 3" 1
check "the one encoder of an experiment is not named" shows "$codes/heatmap.svg" "Sup. Latent-logistic" 1
check "a sweep is named by its gamma" shows "$sweep/heatmap.svg" "LIS-AE, γ 0.5" 1
check "a variant is named" shows "$sweep/heatmap.svg" 'LIS-AE, γ 2, no tanh, "wide"' 1
check "what a sweep keeps is not named" hides "$sweep/heatmap.svg" "omniglot"

# The points of a line in the order of the axis, in whatever order the file has them.
mkdir "$work/mixed"
printf '%s\n' 'dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,best' \
    'tiny,one-class,limit,number,256,lis-ae,LIS-AE,line,0.8,,,,1,1,0,0' \
    'tiny,one-class,limit,number,16,lis-ae,LIS-AE,line,0.7,,,,1,1,0,0' \
    'tiny,one-class,limit,number,1024,lis-ae,LIS-AE,line,0.9,,,,1,1,0,0' > "$work/mixed/sweep.csv"
sweep_data() { # KIND: what gnuplot is told of mixed/sweep.csv
    LC_ALL=C awk -v KIND="$1" -f "$plots/awk/csv.awk" -f "$plots/awk/gnuplot.awk" -f "$plots/awk/detectors.awk" \
        -f "$plots/awk/sweep.awk" "$work/mixed/sweep.csv" "$work/mixed/sweep.csv" > "$work/mixed/data"
}
sweep_data number
check 'a line goes from left to right' \
    [ "$(awk '/^EOD/ { on = 0 } on { print $1 } /^.line_1 / { on = 1 }' "$work/mixed/data" | xargs)" = '16 256 1024' ]
check 'numbers by their ratios' grep -qF 'Wide[1] = 1; Left[1] = 16; Right[1] = 1024' "$work/mixed/data"

# With 0 on an axis of ratios it stands left of them; the name of a number that would stand on another's is left out.
sed -i 's/,1024,/,0,/; $a tiny,one-class,limit,number,17,lis-ae,LIS-AE,line,0.6,,,,1,1,0,0' "$work/mixed/sweep.csv"
sweep_data number
check '0 is left of the others' grep -qF 'Wide[1] = 1; Left[1] = 4; Right[1] = 256' "$work/mixed/data"
check 'and called 0; 17 beside 16 is not named' \
    grep -qF "Tics[1] = '\"0\" 4, \"16\" 16, \"\" 17, \"256\" 256'" "$work/mixed/data"

# Counts that follow each other are not seen by their ratios.
head -n 1 "$work/mixed/sweep.csv" > "$work/mixed/counts"
for count in 1 2 3 4 5 6 7 8 9; do
    echo "tiny,one-class,classes,number,$count,lis-ae,LIS-AE,line,0.7,,,,1,1,0,0"
done >> "$work/mixed/counts"
mv "$work/mixed/counts" "$work/mixed/sweep.csv"
sweep_data number
check 'counts are no ratios' grep -qF 'Wide[1] = 0; Left[1] = 1; Right[1] = 9' "$work/mixed/data"
check '9 has its name' grep -qF '"8" 8, "9" 9' "$work/mixed/data"
check 'nothing is the best' grep -qF 'HAS_BEST = 0' "$work/mixed/data"
check 'no bars, no word of them' grep -qF "TITLE = 'tiny: mean AUC over tasks'" "$work/mixed/data"

# A value whose runs are missing has its place on the axis, and a gap in the line.
sed -i 's/number,5,lis-ae,LIS-AE,line,0.7,,,,1,1/number,5,lis-ae,LIS-AE,line,,,,,0,1/' "$work/mixed/sweep.csv"
sweep_data number
check 'a gap' [ "$(awk '/^EOD/ { on = 0 } on { print $2 } /^.line_1 / { on = 1 }' "$work/mixed/data" | xargs)" = \
    '0.700000 0.700000 0.700000 0.700000 NaN 0.700000 0.700000 0.700000 0.700000' ]
check 'at its name' grep -qF '"4" 4, "5" 5, "6" 6' "$work/mixed/data"

# Words of an axis and the lines of a detector stand in the order of their numbers, detectors in theirs.
printf '%s\n' 'detector,label,rank,line,role' ae,AE,1,2,first lis-ae,LIS-AE,2,1,beside > "$work/mixed/detectors.csv"
{
    echo dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,best
    for half in 'random-half 10' 'random-half 9' 'classes:5 6'; do
        for gamma in 12 5; do
            echo "tiny,one-class,negative,word,$half,lis-ae,\"LIS-AE, γ $gamma\",line,0.8,,,,1,1,0,0"
        done
    done
    echo tiny,one-class,negative,word,,ae,AE,reference,0.7,,,,1,1,,
} > "$work/mixed/sweep.csv"
sweep_data word
check 'words in order' [ "$(sed -n 's/^Word\[.* = //p' "$work/mixed/data" | xargs)" = \
    'classes 5 6 random-half 9 random-half 10' ]
check 'lines in order' [ "$(sed -n 's/^Label.* = \(.*\); Type.*/\1/p' "$work/mixed/data" | paste -sd ';')" = \
    "'AE';'LIS-AE, γ 5';'LIS-AE, γ 12'" ]
check 'AE has its colour, and the first of LIS-AE its own' [ "$(sed -n 's/^Label.*; Type.* = \([0-9]*\); Base.*/\1/p' \
    "$work/mixed/data" | paste -sd ' ')" = '2 1 3' ]

# Axes are called as people call them, the others by their keys.
for axis in negative pollution.positives model.code sig-repnn.levels model.hidden; do
    echo "tiny,one-class,$axis,word,a,lis-ae,LIS-AE,line,0.8,,,,1,1,0,0"
done >> "$work/mixed/sweep.csv"
sweep_data word
check 'names of axes' [ "$(sed -n 's/^Name_of_axis.* = \(.*\); Wide.*/\1/p' "$work/mixed/data" | paste -sd ';')" = \
    "'negatives';'anomalies among the positives, %';'activation of the code';'levels';'model.hidden'" ]

# More lines than colours: a detector's share one and differ by their dashes.
{
    head -n 1 "$work/mixed/sweep.csv"
    for detector in ae,AE lis-ae,LIS-AE oe-bce,OE-BCE; do
        for limit in 1 2 3; do
            echo "tiny,one-class,gamma,number,1,${detector%,*},\"${detector#*,}, limit $limit\",line,0.8,,,,1,1,0,0"
        done
    done
} > "$work/mixed/nine"
mv "$work/mixed/nine" "$work/mixed/sweep.csv"
sweep_data number
check 'three colours, three dashes' [ "$(sed -n 's/^Label.*; Type.* = \([0-9]*\); Base.*/\1/p' "$work/mixed/data" |
    paste -sd ' ')" = '2 10 18 1 9 17 3 11 19' ]
sed -i 3,4d "$work/mixed/sweep.csv"
sweep_data number
check 'with fewer lines a colour each' [ "$(sed -n 's/^Label.*; Type.* = \([0-9]*\); Base.*/\1/p' "$work/mixed/data" |
    paste -sd ' ')" = '2 1 3 4 5 6 7' ]

# What a line is built on has its interval around it; of two words neither is marked as the best, of three one is.
{
    head -n 1 "$work/mixed/sweep.csv"
    for axis in negative:a:1 negative:b:0 train.loss:a:0 train.loss:b:0 train.loss:c:1; do
        IFS=: read -r name word best <<< "$axis"
        echo "tiny,one-class,$name,word,$word,lis-ae,LIS-AE,line,0.8,0.7,0.9,seeds,1,1,0,$best"
    done
    echo tiny,one-class,negative,word,,ae,AE,reference,0.7,0.65,0.75,images,1,1,,
} > "$work/mixed/three"
mv "$work/mixed/three" "$work/mixed/sweep.csv"
sweep_data word
block() { awk -v name="^.$1 " '/^EOD/ { on = 0 } on { print } $0 ~ name { on = 1 }' "$work/mixed/data"; } # NAME
check 'the band of what lines are built on' [ "$(block band_1)" = '1 0.700000 0.4 2.6 0.65 0.75 2' ]
check 'no best of two' [ "$(block best_1)" = 'NaN NaN 1 1 1 1 1' ]
check 'the best of three' [ "$(block best_2)" = '3 0.800000 1' ]
check 'few numbers along an axis' grep -qx 'Step\[1\] = 0.05' "$work/mixed/data"
check 'what bars are over' \
    grep -qF "'tiny: mean AUC over tasks; bars and band: 95 % over seeds, else over test images'" "$work/mixed/data"
check 'dots draws it' draws dots "$work/mixed" "$work/mixed/dots.svg"
check 'the head is whole' shows "$work/mixed/dots.svg" \
    'tiny: mean AUC over tasks; bars and band: 95 % over seeds, else over test images' 1
check 'the legend is' shows "$work/mixed/dots.svg" 'best of its line, chosen on these images' 1
sed -i 's/,word,/,number,/; s/,a,/,1,/; s/,b,/,2,/; s/,c,/,3,/' "$work/mixed/sweep.csv"
sweep_data number
check 'no best of two numbers' [ "$(block best_1)" = 'NaN NaN 1 1 1 1 1' ]
check 'the best of three numbers' [ "$(block best_2)" = '3 0.800000 1' ]
check 'sweep draws it' draws sweep "$work/mixed" "$work/mixed/sweep.svg"

# So do series, in whatever order the file has them.
make_results "$work/order" 1 "3" "lis-ae;class:10;;;;|lis-ae;class:9;;;;data.negative_limit=256\
|lis-ae;class:9;;;;data.negative_limit=16|lis-ae;class:9;;;;data.negative_limit=1024|ae;;16;;;|ae;;32;;;"
draw heatmap "$work/order" "$work/order/heatmap.svg"
check 'series in order' [ "$(sed -n 's/.*<text>\(LIS-AE.*\)<.text>.*/\1/p' "$work/order/heatmap.svg" |
    sed 's/.*neg. //' | paste -sd ';')" = "class 9, 16 negatives;class 9, 256 negatives;\
class 9, 1024 negatives;class 10" ]
check 'the size of a code by words' shows "$work/order/heatmap.svg" 'AE, code of 16' 1


# ROC curves: settings of one detector have the same colours in each facet; supervised series stand beside the others,
# with the colour of their detector.
facets() { # SERIES: lines of the series in order
    make_results "$work/facets" 1 "3" "$1"
    LC_ALL=C awk -f "$plots/awk/csv.awk" -f "$plots/awk/gnuplot.awk" -f "$plots/awk/detectors.awk" \
        -f "$plots/awk/names.awk" -f "$plots/awk/first-seed.awk" -f "$plots/awk/curves.awk" -f "$plots/awk/roc.awk" \
        "$work/facets/roc.csv" "$work/facets/roc.csv" | sed -n 's/^\(Label_line\[.*\|From.*To\[.*\]\) = //p' | xargs
}
settings_of() { for class in 1 2 3 4 5 6 7 8; do printf '%s;class:%d;;;;|' "$1" "$class"; done; }
check 'ROC: facets of settings alike' [ "$(facets "$(settings_of hsc)$(settings_of oe-bce)ae;;;;;")" = \
    '2 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8 1 9 17' ]
check 'ROC: supervised beside the others' [ "$(facets "$(settings_of lis-ae)oe-bce;outliers;;;;|oe-bce;mnist;;;;|\
hsc;outliers;;;;|hsc;mnist;;;;")" = '1 2 3 4 5 6 7 8 1 9 2 10 8 12' ]

check "heatmap: 10 tasks and the mean, 6 series" shows "$single/heatmap.svg" "0.850" 66
check "heatmap is whole" hides "$single/heatmap.svg" "/20</text>"
check "trade-off: two panels, tasks named in one" shows "$single/tradeoff.svg" "class 4" 3
check "trade-off: AE beside each of three" shows "$single/tradeoff.svg" "AE" 6
check "loss has both phases" shows "$single/loss.svg" "LIS-AE, phase 2" 1
check "both phases tell reconstruction errors" shows "$single/loss.svg" "reconstruction error" \
    "$(grep -o '<text>[^<]*, phase [12]</text>' "$single/loss.svg" | wc -l)"
mkdir "$work/stages"
cp "$single/detectors.csv" "$work/stages/"
sed '/^digits,\(ae\|lis-ae\),/d; s/,phase1,/,exposure,/; s/^\(digits,pca,.*\),exposure,/\1,dsvdd,/' "$single/loss.csv" \
    > "$work/stages/loss.csv"
check "other stages" draws loss "$work/stages" "$work/stages/loss.svg"
check "one tells a loss" shows "$work/stages/loss.svg" "loss" 1
check "one distances" shows "$work/stages/loss.svg" "squared distance" 1
check "curves are of the first seed" shows "$single/roc.svg" "ROC curves: digits (seed 1)" 1

# Detectors are called as detectors.csv says, and one that it does not name by its own name.
mkdir "$work/renamed"
cp "$single"/*.csv "$work/renamed"
sed -i 's/^ae,AE,/ae,Autoencoder,/; /^kde,/d' "$work/renamed/detectors.csv"
check "a heat map of renamed detectors" draws heatmap "$work/renamed" "$work/renamed/heatmap.svg"
check "a label of detectors.csv" shows "$work/renamed/heatmap.svg" "Autoencoder"
check "a detector without a label" shows "$work/renamed/heatmap.svg" "kde"
rm "$work/renamed/detectors.csv"
check "pictures without detectors.csv" draws roc "$work/renamed" "$work/renamed/roc.svg"

# A setting that gets a column tells series apart, and is named by it: no file of plots/ lists such columns.
mkdir "$work/column more"
cp "$single/detectors.csv" "$work/column more"
for input in auc roc tradeoff loss; do
    awk -F, -v OFS=, '{ for (i = 1; i <= NF; i++) if ($i == "latent") at = i
        $at = $at OFS (NR == 1 ? "depth" : $at == 32 ? 3 : ""); print
        if (NR > 1 && $at == "32,3") { sub(/,32,3,/, ",32,5,"); sub(/,000/, ",x000"); print } }' \
        "$single/$input.csv" > "$work/column more/$input.csv"
done
for figure in $figures; do
    check "$figure draws with one more column" draws "$figure" "$work/column more" "$work/column more/$figure.svg"
    check "$figure names its values" grep -q "<text>Sup. LinSep-LIS-AE, depth 5" "$work/column more/$figure.svg"
done

# A failed run is told, its cell never counts as whole.
mkdir "$work/broken"
awk -F, -v OFS=, '$4 == "pca" && $5 == 3 && $8 == 2 { $14 = ""; $19 = "failed" } { print }' \
    "$single/auc.csv" > "$work/broken/auc.csv"
check "heatmap draws failed runs" draws heatmap "$work/broken" "$work/broken/heatmap.svg"
check "a mean of one seed of two says so" shows "$work/broken/heatmap.svg" "1/2" 1
check "the mean over tasks says so too" shows "$work/broken/heatmap.svg" "19/20" 1
check "the mean of the seed that is left" shows "$work/broken/heatmap.svg" "0.800" 1
check "the mean of nine 0.85 and one 0.8" shows "$work/broken/heatmap.svg" "0.845" 1

# What failed and what is still to do are two things.
mkdir "$work/left"
awk -F, -v OFS=, '$4 == "pca" && $5 == 4 { $14 = ""; $19 = "missing" }
    $4 == "kde" && $5 == 4 { $14 = ""; $19 = "failed" } { print }' "$single/auc.csv" > "$work/left/auc.csv"
check "heatmap draws what is left" draws heatmap "$work/left" "$work/left/heatmap.svg"
check "a failed cell says so" shows "$work/left/heatmap.svg" "failed" 1
check "a cell to do says so" shows "$work/left/heatmap.svg" "to do" 1

# A task without points is a panel without curves, at the end as anywhere.
mkdir "$work/no curve"
cp "$single/detectors.csv" "$work/no curve"
awk -F, -v OFS=, '$3 == 9 { $12 = "" } { print }' "$single/roc.csv" > "$work/no curve/roc.csv"
check "roc draws a panel without curves" draws roc "$work/no curve" "$work/no curve/roc.svg"
check "and says so" shows "$work/no curve/roc.svg" "no scores" 1
check "the legend says which have no curve of it" shows "$work/no curve/roc.svg" "KDE (9 of 10 tasks)" 1
check "but where all have" shows "$single/roc.svg" "KDE" 1
awk -F, -v OFS=, '$3 == 9 || $3 == 7 { $13 = "" } { print }' "$single/tradeoff.csv" > "$work/no curve/tradeoff.csv"
check "trade-off draws tasks without curves" draws tradeoff "$work/no curve" "$work/no curve/tradeoff.svg"
check "and names them" shows "$work/no curve/tradeoff.svg" "no curve: class 7, class 9" 3
check "but not where all are there" hides "$single/tradeoff.svg" "no curve"

# A series that is of some tasks: its mean says so, and is a whole one.
mkdir "$work/some"
awk -F, '!($4 == "pca" && $5 != 3 && $5 != 8)' "$single/auc.csv" > "$work/some/auc.csv"
check "heatmap draws some tasks" draws heatmap "$work/some" "$work/some/heatmap.svg"
check "a mean over two tasks says so" shows "$work/some/heatmap.svg" "of 2 tasks" 1
check "no run of it is missing" hides "$work/some/heatmap.svg" "/20</text>"
check "seeds are counted" shows "$work/some/heatmap.svg" "AUC: digits (mean over 2 seeds)" 1
awk -F, '!($4 == "pca" && $8 == 2)' "$single/auc.csv" > "$work/some/auc.csv"
draw heatmap "$work/some" "$work/some/heatmap.svg"
check "where one has fewer" shows "$work/some/heatmap.svg" "AUC: digits (mean over 1 to 2 seeds)" 1
check "one seed is named" shows "$pairs/heatmap.svg" "AUC: digits (seed 1)" 1

# Names of classes.
cp -R "$pairs" "$work/named"
printf 'zero\none\ntwo_2\nthree\nfour\nfive\nsix\nseven\nan eight\n' > "$work/named/classes.txt"
check "heatmap draws named classes" draws heatmap "$work/named" "$work/named/heatmap.svg"
check "classes have their names" shows "$work/named/heatmap.svg" "two_2 + three" 1
check "a class without a name keeps its number" shows "$work/named/heatmap.svg" "classes 8 9" 1

# Long names are whole, and name a section once.
long="augment.blur=0.5 augment.crop=6 augment.flip_x=off augment.flip_y=on train.rate"
make_results "$work/long" 1 "3" "$(for rate in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
    printf 'lis-ae;other-half;32;1;off;%s=%s|' "$long" $rate; done)lis-ae;mnist;32;1;off;"
check "heatmap draws long names" draws heatmap "$work/long" "$work/long/heatmap.svg"
check "a section is named once, and the name is whole" shows "$work/long/heatmap.svg" \
    "LIS-AE, neg. other-half, augment: blur 0.5, crop 6, flip_x off, flip_y on, train: rate 13" 1

# What cannot be drawn.
mkdir "$work/none" "$work/empty" "$work/header" "$work/column" "$work/short"
for figure in $figures; do
    input=$figure.csv
    [ "$figure" = heatmap ] && input=auc.csv
    : > "$work/empty/$input"
    head -n 1 "$single/$input" > "$work/header/$input"
    sed 's/detector/method/' "$single/$input" > "$work/column/$input"
    { cat "$single/$input"; echo "digits,ae,0"; } > "$work/short/$input"
    check "$figure refuses a missing file" \
        refuses "$figure" "$work/none" "$work/no.svg" "none/$input: expected a CSV file"
    check "$figure refuses an empty file" \
        refuses "$figure" "$work/empty" "$work/no.svg" "empty/$input: expected a CSV file"
    check "$figure refuses a lone header" refuses "$figure" "$work/header" "$work/no.svg" "header/$input: expected rows"
    check "$figure refuses a missing column" \
        refuses "$figure" "$work/column" "$work/no.svg" "column/$input:1: expected a column 'detector'"
    check "$figure refuses a short row" refuses "$figure" "$work/short" "$work/no.svg" "cells, found 3"
    check "$figure refuses other endings" \
        refuses "$figure" "$single" "$work/no.pdf" "expected OUT to end in .svg or .png"
done
sed 's/,ok,/,failed,/' "$single/auc.csv" > "$work/none/auc.csv"
check "heatmap refuses failed runs alone" refuses heatmap "$work/none" "$work/no.svg" "status 'ok', found none"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
