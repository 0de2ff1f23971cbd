#!/usr/bin/env bash
# The guide's thread, from the first spec to scores of new pictures, on made-up images and with one epoch; and that the
# other pages name what there is.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # lib.bash sets these, check() calls functions by name
. "$(dirname "$0")/lib.bash"
docs=$tests/../docs
cd "$work" || exit 1
make_set fashion-mnist 12 30 10 1
"${CC:-cc}" -std=c11 -o paint "$tests/support/paint.c" || exit 1
quick=(--data data -D train.epochs=1 -D shape.epochs=1 -D model.latent=4 -D 'model.encoder=4 8' -D 'model.decoder=4 4')
lisae() { # COMMAND SPEC OPTION ...
    "$LISAE" "$1" "${quick[@]}" "$2.ini" "${@:3}"
}

for spec in first sweep choose negatives; do
    example "$docs/guide.md" $spec > $spec.ini
done
ends 'the first spec' 0 '^first.ini: ok, 4 runs and 2 first phases$' lisae check first
ends 'its plan' 0 '^4 runs and 2 first phases, about' lisae plan first
ends 'it runs' 0 ' lis-ae .* next-class .* 2/2 ' lisae run first
ends 'the sweep' 0 ' lis-ae .* gamma 16, .* 2/2 ' lisae run sweep
check 'trains the autoencoder once' [ "$(find results/phase1 -name spec.ini | wc -l)" -eq 2 ]
check 'four values of gamma' [ "$(awk -F, '$3 == "gamma" && $8 == "line"' results/sweep/sweep.csv | wc -l)" -eq 4 ]
ends 'the choice: five left-out classes, four values, two tasks' 0 '^choose.ini: ok, 40 runs' lisae check choose

# Negatives of one's own: the entry, the lines that fetch prints, the comparison.
for class in bolt nut; do
    mkdir -p "my-data/parts/train/$class"
    for i in 1 2 3; do ./paint "my-data/parts/train/$class/$i.png" 12 12 $((40 * i)) || exit 1; done
done
example "$docs/guide.md" entry > catalogue/parts.ini
data() { "$LISAE" data fetch parts --from my-data/parts --catalogue catalogue --data data; }
ends 'a line with a checksum' 3 '^train = train [0-9]+ sha256:' data
line=$(grep '^train = ' said)
sed -i "s|^train = train$|$line|" catalogue/parts.ini
ends 'in its place' 0 '^parts: prepared and verified' data
ends 'other negatives' 0 ' lis-ae .* dataset:parts .* 2/2 ' lisae run negatives
check 'judged on the same anomalies' [ "$(awk -F, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $at["detector"] == "lis-ae" && $at["positive"] == 0 && $at["outlier"] == "all" { print $at["n_outlier"] }' \
    results/negatives/auc.csv | sort -u | wc -l)" -eq 1 ]
id=$(run_ids results/negatives/auc.csv detector lis-ae | head -n 1)
mkdir my-pictures
./paint my-pictures/one.png 12 12 77
ends 'new pictures' 0 '' "$LISAE" score --data data -o scores.csv "results/runs/$id" my-pictures
check 'have scores and paths' grep -qE '^0,,[0-9.e+-]+,one.png$' scores.csv

# The anchors of a page's headings, as GitHub makes them: small letters, without punctuation, hyphens for blanks; of two
# that are the same the second one ends in -1.
anchors_of() { # PAGE
    awk '/^```/ { code = !code } !code && sub(/^#+ /, "")' "$1" |
        sed -E 's/\[([^]]*)\]\([^)]*\)/\1/g; s/.*/\L&/; s/[^[:alnum:] _-]//g; s/ /-/g' |
        awk '{ print $0 (seen[$0] ? "-" seen[$0] : ""); seen[$0]++ }'
}
leads_somewhere() { # PAGE LINK
    local to=$1
    [ -z "${2%%#*}" ] || to=$(dirname "$1")/${2%%#*}
    [ -e "$to" ] || return
    [[ "$2" != *.md#* && "$2" != '#'* ]] || grep -qxF -- "${2#*#}" <(anchors_of "$to")
}

# Links, commands and targets that the pages name.
for page in "$docs"/*.md "$docs"/detectors/*.md "$tests"/../*.md; do
    while read -r link; do
        check "${page##*/}: $link" leads_somewhere "$page" "$link"
    done < <(grep -oE '\]\([^):]+\)' "$page" | sed 's/^](//; s/)$//' | sort -u)
    while read -r command; do
        ends "${page##*/}: lisae $command" 0 "^Usage: lisae $command|^lisae:|^;" "$LISAE" help "$command"
    done < <(grep -oE '(`|build/)lisae [a-z]+' "$page" | sed 's/.* //' | grep -vxE 'help|work|bash' | sort -u)
    while read -r target; do
        check "${page##*/}: make $target" grep -qE "^$target:" "$tests/../Makefile"
    done < <(targets_of "$page")
done
finish
