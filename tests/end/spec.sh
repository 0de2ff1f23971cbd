#!/usr/bin/env bash
# How a spec may be laid out: lines as long as they need to be, values on several, and the same runs whatever its form.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 24 5 1

spec() { # NAME RUN: RUN is what `run` is set to, on one line or more
    printf '[data]\ndataset = stripes\npositive = 0\nnegative = other-half\nanomaly = own-half\n' > "$1.ini"
    printf '[detectors]\nrun = %s\n' "$2" >> "$1.ini"
}
many() { # CHARACTER N
    head -c "$2" /dev/zero | tr '\0' "$1"
}
ids() { # NAME
    "$LISAE" plan --data data --results none "$1.ini" 2> /dev/null | grep -oE '^[0-9a-f]{12}' | sort
}

names=$("$LISAE" list detectors | awk 'NF && $1 !~ /:/ { print $1 }')
n=$(echo "$names" | wc -l)
spec one "$(echo "$names" | paste -sd , | sed 's/,/, /g')"
check 'all detectors take more than 199 characters' [ "$(grep '^run' one.ini | wc -c)" -gt 200 ]
ends 'all detectors on one line' 0 "^one.ini: ok, $n runs" "$LISAE" check --data data one.ini
ids one > one.ids

# a name a line, with comments and blank lines between
spec lines "
$(echo "$names" | sed 's/.*/    &,  ; one of them\n\n  ; nothing,/; $s/,.*//')"
ends 'a detector a line' 0 "^lines.ini: ok, $n runs" "$LISAE" check --data data lines.ini
check 'a detector a line: line ends' [ "$(wc -l < lines.ini)" -gt $((3 * n)) ]
ids lines > lines.ids
check 'a detector a line: as many runs' [ "$(wc -l < lines.ids)" -ge "$n" ]
same 'a detector a line: the same runs' one.ids lines.ids

# 10,000 characters, and 1 MiB
spec wide "kde,$(many ' ' 10000)pca ; $(many - 10000)"
ends 'a wide line' 0 '^wide.ini: ok, 2 runs' "$LISAE" check --data data wide.ini
spec bound kde
{ printf '[experiment]\ntitle = ' && many x 1048576 && echo && cat bound.ini; } > most.ini
{ printf '[experiment]\ntitle = ' && many x 1048577 && echo && cat bound.ini; } > more.ini
ends 'a value of 1 MiB' 0 '^most.ini: ok, 1 runs' "$LISAE" check --data data most.ini
ends 'a value of one more' 2 \
    "^more.ini:2: value of 'title' has 1048577 characters up to here, at most 1048576 are possible" \
    "$LISAE" check --data data more.ini

# what cannot be is left out, and said once with its count; a slip that touches many runs is one line
spec sweep 'kde, lis-ae'
sed -i 's/^positive.*/positive = each/; s/^negative.*/negative = none, other-half-each/' sweep.ini
ends 'none beside a detector that needs negatives' 0 '^sweep.ini: ok, 60 runs' "$LISAE" check --data data sweep.ini
says 'none beside a detector that needs negatives' \
    "^sweep.ini:7: detector 'lis-ae' learns from negatives, found 'negative = none': 10 runs are left out\$"
sed 's/^anomaly.*/anomaly = rest/' sweep.ini > rest.ini
ends 'anomalies that change with the negatives' 0 \
    "^rest.ini:5: with 'anomaly = rest' other negatives are judged on other classes.*, and 9 more like it\$" \
    "$LISAE" check --data data rest.ini
sed 's/^anomaly.*/anomaly = common/' sweep.ini > common.ini
ends 'anomalies that are common' 0 '^common.ini: ok, 60 runs' "$LISAE" check --data data common.ini
check 'anomalies that are common: nothing is said of them' [ -z "$(grep 'judged on other' said)" ]
ids sweep > sweep.ids
ids common > common.ids
same 'common beside the other half is the own half' sweep.ids common.ids
ends 'one line for many' 2 "positive '0': anomaly 'left-out': only .*, and 9 more like it\$" \
    "$LISAE" check --data data sweep.ini -D data.anomaly=left-out
check 'one line for many: no more' [ "$(grep -c left-out said)" -eq 1 ]

# settings that several specs share: the same runs, and one file of them where it is wanted
mkdir shared
spec own 'kde, lis-ae'
printf '[shape]\ngamma = 7\nepochs = 2\n[vae]\nsigma = 0.5\n' > shared/all.ini
{ echo '; gamma and more'; cat own.ini; printf '[experiment]\ninclude = shared/all.ini\n'; } > with.ini
printf '[shape]\ngamma = 7\nepochs = 2\n' >> own.ini
ends 'an include' 0 '^with.ini: ok, 2 runs' "$LISAE" check --data data -o alone.ini with.ini
check 'an include: nothing else is said' [ "$(wc -l < said)" -eq 1 ]
ids own > own.ids
ids with > with.ids
same 'an include: the same runs' own.ids with.ids
check 'one file of both has all that is used' grep -qx 'gamma = 7' alone.ini
check 'one file of both has no more' [ "$(grep -cE 'include|sigma|shared' alone.ini)" -eq 0 ]
check 'one file of both has its comment' [ "$(head -n 1 alone.ini)" = '; gamma and more' ]
mkdir elsewhere
mv alone.ini elsewhere/with.ini
(cd elsewhere && "$LISAE" plan --data ../data --results none with.ini | grep -oE '^[0-9a-f]{12}' | sort) > alone.ids
same 'one file of both: the same runs' own.ids alone.ids
ends 'one file that cannot be written' 3 "'nowhere/x.ini'" "$LISAE" check --data data -o nowhere/x.ini with.ini
ln -s with.ini link.ini
cp with.ini with.kept
cp shared/all.ini all.kept
for file in with.ini link.ini ./shared/all.ini; do
    ends "one file of both over $file" 2 "check: expected another file for -o than .* reads, found '$file'" \
        "$LISAE" check --data data -o "$file" with.ini
done
same 'the spec is as it was' with.kept with.ini
same 'what it includes is, too' all.kept shared/all.ini
sed -i 's/gamma = 7/gama = 7/' shared/all.ini
ends 'what is wrong in an include' 2 \
    "^shared/all.ini:2: included in with.ini:10: unknown key 'gama' in \[shape\], did you mean 'gamma'" \
    "$LISAE" check --data data with.ini
rm shared/all.ini
ends 'an include that is not there' 2 "^with.ini:10: 'include' in \[experiment\]: cannot open 'shared/all.ini'" \
    "$LISAE" check --data data with.ini
check 'nothing is said of what may stand in it' [ "$(grep -vc 'all.ini' said)" -eq 0 ]

# ranges are lists in short
spec listed lis-ae
cp listed.ini ranged.ini
printf '[shape]\ngamma = 0.1, 0.2, 0.3, 7\n[model]\nlatent = 8, 12, 16\n' >> listed.ini
printf '[shape]\ngamma = 0.1..0.3:0.1, 7\n[model]\nlatent = 8..16:4\n' >> ranged.ini
ids listed > listed.ids
ids ranged > ranged.ids
check 'ranges: 12 runs and 3 first phases' [ "$(wc -l < ranged.ids)" -eq 15 ]
same 'ranges: the same runs' listed.ids ranged.ids

# what is wrong has its line
spec bad 'kde,
  pcaa'
sed -i 's/^dataset/  &/' bad.ini
ends 'indented by mistake' 2 "^bad.ini:2: line starts with a blank.*'dataset = stripes'" \
    "$LISAE" check --data data bad.ini
says 'an unknown name in a second line' \
    "^bad.ini:7: 'run' in \[detectors\]: unknown detector 'pcaa', did you mean 'pca'"
printf '[data]\n  stripes\n' > above.ini
ends 'nothing to go on with' 2 "^above.ini:2: line starts with a blank, but there is no value above" \
    "$LISAE" check --data data above.ini
# what is no spec, or cannot be a name in rules, is refused before anything is done
ends 'a file without an end' 2 "^'/dev/zero': expected at most 16777216 bytes" timeout 20 "$LISAE" check /dev/zero
ends 'a results folder with a line end' 2 "expected a folder .--results. without control characters" \
    "$LISAE" run --data data --results "$(printf 'r\nX')" one.ini
spec raw raw-l2
ends 'a results folder that starts like an option' 0 'raw-l2' "$LISAE" run --data data --results -rdash raw.ini
cp raw.ini phase1.ini
ends 'the name of a folder of results' 2 'RESULTS/phase1 is no experiment' "$LISAE" check --data data phase1.ini
# a code of a detector's own is that of [model] under another name: the same runs; what learns from negatives keeps the
# first phase of its own code, and is compared with the detector's runs on the same tasks
of_size() { # NAME LATENT MORE ...: with sections as printf takes them
    spec "$1" 'ae, linear-ae'
    {
        printf '[model]\nencoder = 4\ndecoder = 4\nlatent = %s\n' "$2"
        printf '[train]\nepochs = 1\n[shape]\nepochs = 1\n[linear-ae]\nepochs = 1\n'
        printf '%b' "${@:3}"
    } >> "$1.ini"
}
of_size shared 3
of_size own 5 'latent = 3\n' '[ae]\nlatent = 3\n'
ids shared > shared.ids
ids own > own.ids
check 'two runs and a first phase' [ "$(wc -l < shared.ids)" -eq 3 ]
same 'latent in [ae] and [linear-ae]' shared.ids own.ids
sed -i 's/^run = .*/run = ae, linear-ae, lis-ae/' own.ini
ends 'beside lis-ae' 0 ' lis-ae +latent 5, .* [+-][0-9.]+ \(ae\) ' "$LISAE" run --data data --results own own.ini
says 'beside lis-ae' ' ae +latent 3 '
says 'beside lis-ae' ' linear-ae +latent 3 '
check 'a first phase for each' [ "$(find own/phase1 -name spec.ini | wc -l)" -eq 2 ]
sed 's/^latent = 5$/latent = 5, 6/' own.ini > sizes.ini
ends 'it is the same for all sizes of others' 0 '^sizes.ini: ok, 4 runs and 3 first phases' \
    "$LISAE" check --data data sizes.ini
sed 's/^run = .*/run = ae/; s/^latent = 3$/latent = 2, 3, 4/' own.ini > axis.ini
ends 'it can be an axis' 0 '^axis.ini: ok, 3 runs and 3 first phases' "$LISAE" check --data data axis.ini

# all that is missing is said at once
mkdir nothing
printf '[data]\ndataset = ab, cd\nnegative = dataset:ef, dataset:gh, none\n[detectors]\nrun = lis-ae\n' > lacking.ini
ends 'no data set is prepared' 2 "^lacking.ini:2: data set 'ab' is not prepared" \
    "$LISAE" check --data nothing lacking.ini
for name in cd ef gh; do
    says 'no data set is prepared' "^lacking.ini:[23]: .*data set '$name' is not prepared .*fetch $name"
done
check 'each once' [ "$(grep -c 'is not prepared' "$work/said")" -eq 4 ]

# keys by section
ends 'a section' 0 '^bandwidth = 1$' "$LISAE" help spec kde
check 'nothing else' [ "$(grep -c '^\[' "$work/said")" -eq 1 ]
ends 'two of them, the spec'\''s own too' 0 '^\[data\]$' "$LISAE" help spec shape data
says 'the other' '^\[shape\]$'
ends 'none' 2 "no section \[shpe\], did you mean 'shape'" "$LISAE" help spec shpe
"$LISAE" help spec > all
while read -r section; do
    "$LISAE" help spec "$section" && echo
done < <(sed -n 's/^\[\(.*\)\]$/\1/p' all) > one-by-one
check 'all of them are in the whole' [ "$(grep -cvxFf all one-by-one)" -eq 0 ]
check 'no key is explained by another' [ "$(grep -cE '^; as (in )?[a-z[]+\]?$' all)" -eq 0 ]
finish
