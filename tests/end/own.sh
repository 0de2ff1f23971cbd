#!/usr/bin/env bash
# A data set of one's own, from folders of pictures to scores: what is told on the way, what is refused, and that
# nothing old is taken for new.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
"${CC:-cc}" -std=c11 -o paint "$tests/support/paint.c" || exit 1

# pictures FOLDER SHADE N [HEIGHT [WIDTH]]: N pictures, each a level lighter than the one before
pictures() {
    local i
    mkdir -p "$1"
    for ((i = 0; i < $3; i++)); do
        ./paint "$1/$i.png" "${4:-8}" "${5:-8}" $(($2 + i)) || exit 1
    done
}

# entry LINE...: the entry of the set, with its checksums taken out
entry() {
    mkdir -p catalogue
    {
        printf '[dataset]\nname = own\nreader = images\n'
        [ $# -eq 0 ] || printf '%s\n' "$@"
        printf '[edition first]\ntrain = train\ntest = test\n'
    } > catalogue/own.ini
}

data() { "$LISAE" data "$1" own --catalogue catalogue --data data "${@:2}"; }

# Puts the lines that fetch has said in the place of those without checksums.
paste_lines() {
    data fetch --from raw > said.lines 2>&1
    sed -i '/^train = /d; /^test = /d' catalogue/own.ini
    grep -E '^(train|test) = .* sha256:' said.lines >> catalogue/own.ini
}

for split in train test; do
    pictures raw/$split/a 40 6
    pictures raw/$split/b 140 6
done
echo 'who took them' > raw/train/notes.txt
touch raw/train/b/.DS_Store
entry
ends 'pictures without checksums' 3 '^test = test [0-9]+ sha256:' data fetch --from raw
says 'pictures without checksums' 'own: its entry in the catalogue has no checksums yet: the lines for it are above'
paste_lines
ends 'own pictures' 0 '^own: prepared and verified' data fetch --from raw
says 'own pictures' "own: train: raw/train: 1 file is no .png, .jpg or .jpeg and not read: 'notes.txt'"
says 'own pictures' "own: train: raw/train: 1 hidden file or folder is left out: 'b/.DS_Store'"
says 'own pictures' '^own: 12 train and 12 test images of 8x8x1 in 2 classes$'
says 'own pictures' '^own: 12 of 12 test images are among the train images, too$'
ends 'verified again, with all that is to be known' 0 '^own: 12 of 12 test images are among' data verify
ends 'listed with its images' 0 'own .*prepared, edition first, 12 train and 12 test images' \
    "$LISAE" list datasets --catalogue catalogue --data data

# --- what is prepared is as the entry and the files are, or it is not called so
cp data/own.lisae before.lisae
pictures raw/test/b 100 1
ends 'a changed picture' 3 'it is prepared, but from other files than are there now: raw/test: expected ' \
    data fetch --from raw
ends 'a changed picture, verified' 3 'from other files than are there now' data verify --from raw
entry 'resize = 4 4'
ends 'checksums taken out' 3 '^test = test [0-9]+ sha256:' data fetch --from raw
ends 'checksums taken out, verified' 3 "own.ini:6: 'train' has no checksum: .lisae data fetch own --from DIR. prints" \
    data verify
same 'nothing is prepared meanwhile' before.lisae data/own.lisae
paste_lines
ends 'the new lines' 0 '^own: 12 train and 12 test images of 4x4x1 in 2 classes$' data fetch --from raw
says 'the new lines' 'own: what is prepared does not do: .*expected the payload hash'

# --- other sizes, a class that one split lacks, numbers for names
mv raw/test/b raw/test/B
pictures raw/train/12 10 2 5 9
entry
paste_lines
ends 'other sizes' 3 "'a/0.png': expected 5x9 pixels as in the first picture, found 8x8 \('resize = HEIGHT WIDTH'" \
    data fetch --from raw
entry 'resize = 4 4'
paste_lines
ends 'other sizes, resized' 0 '^own: 14 train and 12 test images of 4x4x1 in 4 classes$' data fetch --from raw
says 'other sizes, resized' "^own: no train image is there of 1 of 4 classes: 'B'$"
says 'other sizes, resized' "^own: no test image is there of 2 of 4 classes: '12', 'b'$"
says 'other sizes, resized' "^own: names of classes are numbers, but not theirs: '12' is class 0$"
rm -r raw/train/12
mv raw/test/B raw/test/b
mkdir raw/train/$'a\e[31m'
cp raw/train/a/0.png raw/train/$'a\e[31m'
entry
ends 'a name that would not show' 3 "a file's name without control characters and line ends, found 'a\\\\x1b\[31m'" \
    data fetch --from raw
rm -r raw/train/$'a\e[31m'

# --- scores
entry
paste_lines
ends 'the first pictures again' 0 '^own: prepared and verified' data fetch --from raw
printf '[data]\ndataset = own\npositive = a\n[detectors]\nrun = raw-l2, kde\n[kde]\nfolds = 2\n' > own.ini
ends 'runs on them' 0 '1/1' "$LISAE" run --data data own.ini
for detector in raw-l2 kde; do
    run=$(dirname "$(grep -l "^detector = $detector\$" results/runs/*/spec.ini)")
    score() { "$LISAE" score --data data "$run" "$@"; }
    check "$detector: scores of the set" score -o set.csv own
    check "$detector: scores of its folder" score -o folder.csv raw/test
    check "$detector: scores of the set and its folder" cmp <(cut -d, -f1-3 set.csv) <(cut -d, -f1-3 folder.csv)
    check "$detector: the files of a folder have their paths" \
        cmp <(cut -d, -f4 folder.csv) <(echo file && cd raw/test && find . -name '*.png' -printf '%P\n' | LC_ALL=C sort)
    check "$detector: those of a set have none" [ "$(cut -d, -f4 set.csv | sort -u | paste -sd ' ')" = ' file' ]
    ends "$detector: how its pictures are prepared" 0 \
        "^raw/test: pictures prepared as those of 'own': taken as they are" score raw/test
    cp -r raw/test/b flat
    ends "$detector: pictures without folders for classes" 0 "^5,,.*,5.png$" score flat
    grep ',1,' set.csv | cut -d, -f3 > expected
    check "$detector: they have the scores of their class" \
        cmp <(score flat 2> said.classes | cut -d, -f3 | sed 1d) expected
    ends "$detector: a single picture" 0 "^0,,.*,3.png$" score raw/test/b/3.png
    alone=$(score raw/test/b/3.png 2> said.classes | tail -n 1 | cut -d, -f3)
    check "$detector: it has its score" [ "$alone" = "$(sed -n 4p expected)" ]
    pictures flat 1 1 9 8
    ends "$detector: another size" 3 "flat: '0.png': expected 8x8 pixels, found 9x8" score flat
    rm -r flat
done

# --- a set for negatives alone has no test pictures
pictures strange/one/x 90 5
pictures strange/one/y 190 5
printf '[dataset]\nname = others\nreader = images\n[edition first]\ntrain = one\ntest = none\n' > catalogue/others.ini
"$LISAE" data fetch others --catalogue catalogue --data data --from strange > said.lines 2>&1
sed -i '/^train = /d' catalogue/others.ini
grep -E '^train = .* sha256:' said.lines >> catalogue/others.ini
ends 'a set without test pictures' 0 '^others: no test split: for negatives' \
    "$LISAE" data fetch others --catalogue catalogue --data data --from strange
sed 's/^positive.*/&\nnegative = dataset:others\nnegative_limit = 3/; s/^run.*/run = oe-bce/; /kde/d; /folds/d' \
    own.ini > beside.ini
printf '[oe-bce]\nepochs = 1\n[model]\nencoder = 2\ndecoder = 2\nlatent = 2\n' >> beside.ini
ends 'a run with such negatives' 0 '1/1' "$LISAE" run --data data beside.ini
check 'a limit on them is in the text of the run' grep -qx 'negative_limit = 3' results/runs/*/spec.ini
ends 'positives without test pictures' 2 "class 0, 'x', which is positive, has no test image" \
    "$LISAE" check --data data own.ini -D data.dataset=others -D data.positive=x -D detectors.run=raw-l2
ends 'scores of no test pictures' 3 "'others' has no such split: 'others:train' is what it has" score others

# --- new pictures are prepared as those of the set, and its classes have their numbers
mkdir -p some/b some/c 'some/odd, name'
cp raw/test/b/0.png some/b
cp raw/test/b/1.png some/c
cp raw/test/a/0.png 'some/odd, name/"1".png'
ends 'classes that the model does not know' 0 \
    "^2 folders are of none of the 2 classes, so their pictures have no class: 'c', 'odd, name'$" \
    score -o some.csv some
check 'they have no number, and names are quoted' cmp <(cut -d, -f2,4- some.csv) - << 'END'
class,file
1,b/0.png
,c/1.png
,"odd, name/""1"".png"
END
rm -r some
mkdir empty
ends 'an empty folder' 3 'empty: expected PNG or JPEG pictures in folders, found none' score empty
echo words > empty/words.txt
ends 'a folder without pictures' 3 "empty: expected PNG or JPEG .*, found none but 'words.txt'" score empty
cp raw/test/a/0.png empty
ends 'a folder with other files' 0 "^empty: 1 file is no .png, .jpg or .jpeg and not read: 'words.txt'$" score empty

cp -r raw plain
for split in train test; do pictures plain/$split/c 90 6 12 9; done
sed 's/^name = own/name = turned/; s/^reader.*/&\ninvert = on\nresize = 6 5/; s/^\(train\|test\) = .*/\1 = \1/' \
    catalogue/own.ini > catalogue/turned.ini
"$LISAE" data fetch turned --catalogue catalogue --data data --from plain > said.lines 2>&1
sed -i '/^train = /d; /^test = /d' catalogue/turned.ini
grep -E '^(train|test) = .* sha256:' said.lines >> catalogue/turned.ini
sed -i 's/^\[edition first\]/&\nnote = taken in May/' catalogue/turned.ini
ends 'a set that is inverted and resized' 0 '^turned: prepared and verified' \
    "$LISAE" data fetch turned --catalogue catalogue --data data --from plain
says 'its note' "^turned: edition 'first': taken in May$"
ends 'its note, listed' 0 '^ +first: taken in May$' "$LISAE" list datasets --catalogue catalogue --data data
printf '[data]\ndataset = turned\npositive = b\n[detectors]\nrun = pca\n[pca]\ncomponents = 2\n' > turned.ini
ends 'a run on it' 0 '1/1' "$LISAE" run --data data turned.ini
turned=$(dirname "$(grep -l '^dataset = turned$' results/runs/*/spec.ini)")
ends 'its pictures are prepared as it was' 0 \
    "^plain/test: pictures prepared as those of 'turned': resize 6 5, invert$" \
    "$LISAE" score --data data -o folder.csv "$turned" plain/test
check 'and have the scores of the run, to the byte' \
    cmp <(cut -d, -f1-3 folder.csv) <(zcat "$turned/scores.csv.gz" | cut -d, -f1,2,4)
# --- models that come later, and results whose data is gone
ends 'runs without models' 0 '1/1' "$LISAE" run --data data --results bare --no-models own.ini
check 'runs without models: nothing is said of it' [ "$(grep -c 'no model' said)" = 0 ]
ends 'runs without models, asked for them' 0 \
    '^2 of 2 runs have no model: .* the run.s folder and .*: .bare/runs/[0-9a-f]{12}., .bare/runs/[0-9a-f]{12}.$' \
    "$LISAE" run --data data --results bare own.ini
bare=$(printf '%s\n' bare/runs/*/ | head -n 1)
ends 'a run without a model' 3 "has no model.lisae \(the run was done with keep_models = off" \
    "$LISAE" score --data data "$bare" own
ends 'a folder without a model' 3 'expected a model or a run.s folder, found a folder without model.lisae' \
    "$LISAE" score --data data raw own
rm -r "$bare"
ends 'one of them done again' 0 '^1 of 2 runs have no model' "$LISAE" run --data data --results bare own.ini
check 'it has a model' [ -e "$bare/model.lisae" ]

gone() { "$LISAE" "$1" --data none "${@:2}"; }
for file in auc summary compare data; do cp results/own/$file.csv kept-$file.csv; done
for command in collect status run; do
    ends "$command without the data" 0 \
        "^data set 'own' is not in 'none' any more: planned with what 'results/own/data.csv'" \
        gone $command own.ini
done
for file in auc summary compare data; do same "without the data: $file.csv" kept-$file.csv results/own/$file.csv; done
ends 'a new run without the data' 2 "data set 'own' is not prepared in 'none': .lisae data fetch own. makes it" \
    gone run own.ini -D data.positive=b
ends 'a spec checked without the data' 2 "data set 'own' is not prepared in 'none'" gone check own.ini
mv results/own/data.csv away.csv
ends 'no data and no note of it' 2 "data set 'own' is not prepared in 'none'" gone collect own.ini
mv away.csv results/own/data.csv

mkfifo fifo
ln -s set.csv link.csv
score own > expected.csv
cat fifo > read.csv &
check 'scores into a FIFO' score -o fifo own
wait
same 'scores into a FIFO arrive' expected.csv read.csv
check 'scores into a FIFO leave it one' [ -p fifo ]
check 'scores behind a link' score -o link.csv own
check 'scores behind a link leave it one' [ -L link.csv ]
same 'scores behind a link are there' expected.csv set.csv
ends 'scores to standard output' 0 '^0,0,' score -o - own
check 'scores to standard output are no file' [ ! -e ./- ]
cp "$run/model.lisae" own.lisae
cp own.lisae before.lisae
ends 'scores over the model' 2 "score: expected another file for -o than the command reads, found './own.lisae'" \
    "$LISAE" score --data data -o ./own.lisae own.lisae own
same 'the model is as it was' before.lisae own.lisae

# --- what a killed fetch leaves
mkdir -p data/downloads/.tmp-own/unpacked
ends 'after a killed fetch' 0 'is prepared already' data fetch --from raw
check 'after a killed fetch: nothing is left of it' tidy data

finish
