#!/usr/bin/env bash
# `lisae tables` and `make tableN`: every printed number stands in one place, slips are marked, all formats show the
# same numbers, and names cannot break them.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
root=$tests/..
paper=$root/results/published/paper.csv
all=(1 2 3 4 5 A1 A2 A3 A4)
cd "$work" || exit 1
tables() { "$LISAE" tables --plots "$root/plots" "$@"; }
column() { # TABLE.csv COLUMN [PART]: no cell before the notes has a comma in rows of printed numbers
    awk -F , -v name="$2" -v part="${3:-printed}" '
        FNR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        $at["part"] == part { print $at[name] }' "$1"
}

# --- all nine, with pictures that nobody looks at
mkdir bin
cat > bin/gnuplot << 'END'
#!/bin/sh
echo 'a picture </svg> IEND' > "$5"
END
chmod +x bin/gnuplot
undrawn() { PATH="$work/bin:$PATH" tables "$@"; }
ends 'all tables' 0 'table A4: 200 printed numbers, ' undrawn -o out
verdict() { column out/table4.csv verdict | grep -c "^$1$"; }
says 'verdicts of a table' "each by its own tolerance $(verdict match) match, $(verdict higher) higher, \
$(verdict lower) lower; within"
for table in "${all[@]}"; do
    for end in csv md tex svg png; do
        check "table$table.$end" [ -s "out/table$table.$end" ]
    done
done

key=table,dataset,task,method,positive,negative,outlier,outlier_classes
keys() { # FILE... : the printed numbers with what they are of
    awk -F , -v key="$key" '
        FNR == 1 { split("", at); for (c = 1; c <= NF; c++) at[$c] = c; n = split(key, name, ","); next }
        !("part" in at) || $at["part"] == "printed" {
            for (i = 1; i <= n; i++) printf "%s,", $at[name[i]]
            print ("printed" in at) ? $at["printed"] : $at["auc"]
        }' "$@" | sort
}
keys "$paper" > printed
keys out/*.csv > shown
same 'each printed number stands in one place' printed shown
check 'there are many' [ "$(wc -l < printed)" -ge 1044 ]

noted() { cat out/*.csv | grep -cE -- "$1"; }
check 'misprinted names are marked cell by cell' [ "$(noted 'printed as ""(Comb|Sup)')" -eq 45 ]
check 'wrong values are marked' [ "$(noted 'its own row has|None averages|five decimals')" -eq 22 ]
check 'a note stands behind its number' grep -qF '| 0.773ᶜᵉ → ' out/tableA3.md
check 'what is wrong is said' grep -qF -- '- ᵇ printed as "Comb. (0–4)", where "Comb. (5–9)" is meant' out/tableA3.md
check 'headings as printed' grep -qF 'Comb. (0–4)ᵇ' out/tableA3.md
check 'nothing of them where print is right' [ "$(grep -c 'printed as' out/tableA1.md)" -eq 0 ]
check 'no number for what is missing' [ -z "$(for t in "${all[@]}"; do column "out/table$t.csv" shown; done |
    grep -iE 'nan|inf|→ 0\.?0*( |$)')" ]
check 'missing is a word' [ "$(column out/table4.csv shown | grep -c '→ missing$')" -eq \
    "$(column out/table4.csv verdict | grep -c missing)" ]
check 'our rows' [ "$(column out/table1.csv part further | wc -l)" -ge 15 ]
check 'not whole' grep -qE '\| IF +\| 0.5112 → [0-9.]+ . \([0-9]+/30\)|\| IF +\| 0.5112 → [0-9.]+ .? *\|' out/table2.md
check 'its own experiments before others with as many runs' [ "$(column out/table2.csv experiment | sort -u |
    paste -sd ' ')" = 'table2-cifar10 table2-svhn' ]
check 'which have as many here' [ "$(column out/tableA3.csv experiment | sort -u)" = tableA3-cifar10 ]
mkdir -p more/table2-cifar10
cp "$root"/results/reference/table2-cifar10/*.csv more/table2-cifar10/
awk -F , -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; print; next }
    /"/ { print; next } # whose notes have commas
    { $at["n_ok"] = $at["n_planned"] = 9; print }' "$root/results/reference/table2-cifar10/compare.csv" \
    > more/table2-cifar10/compare.csv
ends 'where others have more' 0 'table A3: 200 printed numbers, ' undrawn -o others --results more A3
check 'these' grep -qE '^A3,.*,table2-cifar10,results,' others/tableA3.csv
check 'a stuck training' grep -qF -- '1 of its 30 runs stuck at the mean image' out/table1.md
of_method() { column out/table1.csv "$2" | paste -d ' ' <(column out/table1.csv method) - | sed -n "s/^$1 //p"; }
check 'seeds that agree vary nothing' [ "$(of_method kde interval | sort -u)" = images ]
check 'seeds that do not' [ "$(of_method vae interval | sort -u)" = 'images and seeds' ]
check 'of rounded digits' grep -qE '^\| LIS-AE +\| 0.6886 → 0\.[0-9]{4} ' out/table2.md

# --- tables that a spreadsheet has spoiled
cp -r "$root/results/reference/table2-svhn" spoiled
spoiled() { # NAME FILE TEXT SED: of an experiment that is named, and of one that is in a report
    cp "$root/results/reference/table2-svhn/$2" "spoiled/$2"
    sed -i "$4" "spoiled/$2"
    ends "$1" 3 "^lisae: spoiled/$2:$3" "$LISAE" tables -o - 2 --with spoiled
    ends "$1, in a report" 3 "^lisae: spoiled/$2:$3" "$LISAE" report -o - spoiled
    cp "$root/results/reference/table2-svhn/$2" "spoiled/$2"
}
spoiled 'an AUC' auc.csv "2: expected an AUC from 0 to 1 in 'auc', found '7.5'" '2s/,0\.[0-9]*,/,7.5,/'
spoiled 'semicolons' compare.csv "1: expected a column 'table', found none" 's/,/;/g'
spoiled 'a renamed column' summary.csv "1: expected a column of summary.csv, found 'Gamma'" '1s/gamma/Gamma/'
spoiled 'a row twice' compare.csv '3: expected each row once, found that of line 2 again' 2p
spoiled 'no rows' summary.csv '1: expected rows of what auc.csv has, found none' 1q

# --- the same bytes twice; another number is another in all formats
if command -v gnuplot > /dev/null; then
    cp -r "$root/results/reference/table2-svhn" .
    check 'a table' tables -o one 2 --with table2-svhn
    check 'the same' tables -o two 2 --with table2-svhn
    value=$(awk -F , '$1 == 2 && $4 == "kde" { print $16 }' table2-svhn/compare.csv)
    sed -i "/^2,svhn,one-class,kde,/s/,$value,/,0.123450,/" table2-svhn/compare.csv
    check 'another number' tables -o three 2 --with table2-svhn
    for end in csv md tex svg png; do
        same "twice the same $end" one/table2.$end two/table2.$end
        check "another $end" [ "$(cmp -s one/table2.$end three/table2.$end; echo $?)" -eq 1 ]
        [ $end = png ] || check "a half is rounded up in $end" grep -q '0\.1235' three/table2.$end
    done
    check 'the picture has the words of the file' [ "$(grep -c '→' one/table2.svg)" -ge 30 ]
    check 'a verdict is a sign in the picture' grep -qE '→ [0-9.]+ ↑' one/table2.svg
else
    echo 'skipped: pictures (no gnuplot)'
fi

# --- names that would break out of a format
mkdir -p hostile/results/published hostile/results/table1-x
cd hostile || exit 1
name='\input{x} $a_b^c$ 100% & #1 ~ <b>|`id` "q'"'"' [l](u) é Σ @h'
quoted=\"${name//\"/\"\"}\"
{
    head -n 1 "$root/results/published/tables.csv"
    echo "1,caption,,$quoted,,4,,,,,,"
    echo "1,stub,,$quoted,,,,,,,,"
    echo "1,column,$quoted,$quoted,,,svhn,,,,,"
    echo "1,row,,$quoted,,,,,kde,,,"
} > results/published/tables.csv
{
    head -n 1 "$paper"
    echo "1,svhn,one-class,kde,mean,,mean,4,0.5,$quoted"
} > results/published/paper.csv
for table in compare summary auc; do
    head -n 1 "$root/results/reference/table2-svhn/$table.csv" > results/table1-x/$table.csv
done
ends 'hostile names' 0 'table 1: 1 printed numbers, 0 reproduced' undrawn
check 'Markdown' grep -qF '100% &amp; \#1 \~ &lt;b&gt;\|\`id\`' results/tables/table1.md
check 'LaTeX' grep -qF '\textbackslash{}input\{x\} \$a\_b\textasciicircum{}c\$ 100\% \& \#1 \textasciitilde{}' \
    results/tables/table1.tex
if command -v gnuplot > /dev/null; then
    check 'the picture' tables
    check 'has the name' grep -qF '100% &amp; #1 ~ &lt;b>|`id`' results/tables/table1.svg
fi
cd "$work" || exit 1

# --- LaTeX
compiles() { # FILE.tex: without a word of warning
    pdflatex -halt-on-error -interaction=nonstopmode -output-directory tex "$1" < /dev/null > tex/said ||
        { cat tex/said; return 1; }
    ! grep -E 'Warning|Overfull|Underfull' "tex/$(basename "$1" .tex).log"
}
balanced() { # FILE.tex: braces but for escaped ones
    [ "$(sed 's/\\[{}]//g' "$1" | tr -cd '{' | wc -c)" -eq "$(sed 's/\\[{}]//g' "$1" | tr -cd '}' | wc -c)" ]
}
mkdir tex
for file in out/table1.tex out/table3.tex out/tableA3.tex hostile/results/tables/table1.tex; do
    check "braces of $file" balanced "$file"
    if command -v pdflatex > /dev/null && kpsewhich booktabs.sty > /dev/null; then
        check "pdflatex $file" compiles "$file"
    fi
done
command -v pdflatex > /dev/null || echo 'skipped: pdflatex (not there)'

# --- the command line
ends 'no such table' 2 "unknown table 'A9', did you mean 'A" tables A9
ends 'no such experiment' 3 "'nowhere': expected an experiment's tables there" tables --with nowhere 1
ends 'no results there' 0 "^lisae: no 'nowhere' is there: the numbers are those that come with the program$" \
    tables --results nowhere -o - 1
mkdir broken
cp -r out broken/table1-x
printf 'a\nb,c\n' > broken/table1-x/compare.csv
ends 'a table that cannot be read' 3 'broken/table1-x/compare.csv:2:' tables --results broken 1

# --- specs without results are run where a table is named, and what is done is not done again
make_set stripes 8 12 6 1
mkdir specs
printf '[data]\ndataset = stripes\npositive = 0, 3\n[detectors]\nrun = raw-l2\n' > specs/table1-own.ini
make_tables() { # FRESH TABLE ...
    (cd "$root" && PATH="$work/bin:$PATH" LISAE=$LISAE RESULTS=$work/made DATA=$work/data SPECS=$work/specs \
        REFERENCE=$work/none FRESH=$1 tools/tables "${@:2}")
}
ends 'FRESH=0 runs nothing' 0 'table 1: 36 printed' make_tables 0 1
check 'nothing was run' [ ! -e made/table1-own ]
ends 'all tables run nothing' 0 '^tools/tables: table1-own: nothing is kept; FRESH=1 runs it$' make_tables ''
says 'and are all there' 'table A4: 200 printed'
check 'nothing was run for them' [ ! -e made/table1-own ]
mkdir -p none/table1-kept
cp specs/table1-own.ini specs/table1-kept.ini
cp "$root"/results/reference/table1-mnist/{compare,summary,auc}.csv none/table1-kept/
ends 'a table of which something is kept' 0 '^tools/tables: table1-own: nothing is kept; FRESH=1 runs it$' \
    make_tables '' 1
check 'what is kept is not named' [ "$(grep -c 'table1-kept' said)" -eq 0 ]
check 'nothing was run for it' [ ! -e made/table1-own ]
rm -r none specs/table1-kept.ini
ends 'a spec without results' 0 'table1-own: 2 runs and 0 first phases, about .* of it left' make_tables '' 1
says 'that it may be stopped' 'may be stopped at any time'
says 'the table behind it' 'table 1: 36 printed'
before=$(stamps made)
ends 'what is done is not done again' 0 'table 1: 36 printed' make_tables '' 1
check 'the runs are those' [ "$before" = "$(stamps made)" ]
ends 'nor named' 0 'table 1: 36 printed' make_tables ''
check 'as lacking' [ "$(grep -c 'nothing is kept' said)" -eq 0 ]
ends 'a word that is none' 2 "expected FRESH to be 0, 1 or empty, found 'yes'" make_tables yes 1
for tool in figures stress incremental unreliable sweeps ablations; do
    ends "$tool: a word that is none" 2 "^[^ ]*tools/$tool: expected FRESH to be 0, 1 or empty, found 'yes'" \
        env FRESH=yes "$tests/../tools/$tool"
done

# --- anew, and with a spec that cannot be run
rm -r made
printf '[data]\ndataset = nothing-of-it\npositive = 0\n[detectors]\nrun = raw-l2\n' > specs/table2-broken.ini
ends 'FRESH=1 without a name' 2 'table1-own: 2 runs and 0 first phases' make_tables 1
says 'what cannot be run is told' '^tools/tables: table2-broken: there are no runs here, the tables show what is kept$'
says 'the tables are there' 'table A4: 200 printed'
check 'it was run' [ -s made/table1-own/compare.csv ]
made=$(make -sn -C "$root" "${all[@]/#/table}" 2> /dev/null | grep -c tools/tables)
check "make has each of them" [ "$made" -eq 9 ]
finish
