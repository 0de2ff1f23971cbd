#!/usr/bin/env bash
# The program finds the catalogue, the pictures' scripts, the printed numbers and the experiments from any working
# folder: as it was built in its checkout, and as `make install` puts it somewhere.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
tree=$(cd "$tests/.." && pwd)
stub=$(dirname "$LISAE")/tests/support/stub_set
mkdir "$work/here"
cd "$work/here" || exit 1
check 'a stand-in for fashion-mnist' "$stub" "$tree/datasets" fashion-mnist publisher datasets/prepared

# A folder with a few numbers, and without any of the program's files but the prepared set.
drawable() { # FOLDER
    mkdir -p "$1"
    {
        echo 'experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,variant,'\
'auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id'
        echo 'x,digits,full,kde,1,,all,1,,,,,,0.9,,,10,10,ok,,0123456789ab'
    } > "$1/auc.csv"
}

finds_all() { # WHICH PROGRAM
    local which=$1 program=$2
    ends "$which: the catalogue" 0 '^mnist .*not prepared' "$program" data list
    says "$which: what is prepared here" '^fashion-mnist .*prepared, edition publisher'
    ends "$which: one of the catalogue" 3 "found none of 'images_background.zip'" \
        env PATH=/nonexistent "$program" data fetch omniglot --data "$work/none" --from "$work/none"
    ends "$which: an experiment" 0 '^experiments/demo.ini: ok, [0-9]+ runs' "$program" check experiments/demo.ini
    ends "$which: an experiment by its name alone" 0 '^demo.ini: ok, [0-9]+ runs' "$program" check demo.ini
    ends "$which: none of that name" 2 "cannot open 'experiments/nowhere.ini'" "$program" check experiments/nowhere.ini
    rm -rf results
    ends "$which: the printed numbers" 3 'KDE|kde' \
        "$program" collect --results results experiments/table1-fashion-mnist.ini
    check "$which: they stand beside" [ "$(wc -l < results/table1-fashion-mnist/compare.csv)" -gt 10 ]
    if [ -n "$(command -v gnuplot)" ]; then
        rm -rf drawn
        drawable drawn
        ends "$which: the pictures" 0 'drawn/heatmap.svg' "$program" plot drawn
        # names that awk would take for a variable, and a shell for its own words
        rm -rf gamma=5
        drawable gamma=5
        ends "$which: a name with =" 0 'gamma=5/heatmap.svg' timeout 60 "$program" plot gamma=5
        drawable "it's; touch pwned"
        ends "$which: a name with a quote" 3 'expected a folder without single quotes' \
            "$program" plot "it's; touch pwned"
        check "$which: nothing is done by it" [ ! -e pwned ]
    fi
    # what the working folder has goes first
    mkdir -p experiments
    sed 's/^seeds.*//; s/^run *=.*/run = kde/' "$tree/experiments/demo.ini" > experiments/demo.ini
    ends "$which: one's own experiment" 0 '^experiments/demo.ini: ok, 10 runs and 0' \
        "$program" check experiments/demo.ini
    rm -r experiments
    sed 's/^name .*/name = mine/; s/^title .*/title = My own/' "$tree/datasets/mnist.ini" > datasets/mine.ini
    ends "$which: one's own set" 0 '^mine .*My own' "$program" data list
    says "$which: and the others" '^mnist '
    rm datasets/mine.ini
}

finds_all 'built' "$LISAE"

# `-o all`: what is installed is what was built for these tests, with whatever flags.
installed=$work/root/opt/lisae/bin/lisae
ends 'installation' 0 '' make -C "$tree" B="$(dirname "$LISAE")" -o all install DESTDIR="$work/root" prefix=/opt/lisae
check 'what is installed is the program' cmp "$LISAE" "$installed"
finds_all 'installed' "$installed"
check 'a manual page with every key of specs' awk -F ' = ' '
    FNR == NR { if (/^[a-z]/) key[$1] = 1; next }
    /^\.B / { split(substr($0, 4), part, " = "); delete key[part[1]] }
    END { for (k in key) exit 1 }' <("$LISAE" help spec) "$work/root/opt/lisae/share/man/man5/lisae-spec.5"
ends 'removal' 0 '' make -C "$tree" uninstall DESTDIR="$work/root" prefix=/opt/lisae
check 'nothing stays' [ -z "$(find "$work/root" -type f)" ]
finish
