#!/usr/bin/env bash
# The paper is made of kept results: no number of it is typed, each is one of the tables, the same tables give the same
# bytes wherever they are, and what is missing or no longer true is an error. `make paper-deps` installs LaTeX.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
root=$(cd "$tests/.." && pwd)
text=$root/paper/lisae.tex
cd "$work" || exit 1

# Decimals stand in the text where it is not about results, and where it says so.
typed() { # FILE
    sed -n '/\\begin{document}/,$p' "$1" | grep -v '%allowed' |
        sed -E 's/\\(val|claim)\{[^}]*\}//g; s/\\paperfigure\{[^}]*\}\{[.0-9]+\}//; s/\.[0-9]+\\linewidth//' |
        grep -nE '[0-9]*\.[0-9]'
}
check 'no decimal is typed' eval '! typed "$text"'
sed 's/^LIS-AE is better than/LIS-AE has .95 and is better than/; s/^\\section{Limits}/&It is 0.9./' "$text" > typed.tex
check 'one that is typed is found' [ "$(typed typed.tex | wc -l)" -ge 1 ]

paper() { # FOLDER VARIABLE=VALUE...: sets it there
    local to=$work/$1
    shift
    mkdir -p "$to"
    env LISAE="$LISAE" BUILD="$to/build" OUT="$to/paper.pdf" "$@" "$root/tools/paper"
}
mkdir nothing
for program in bash dirname realpath; do ln -s "$(command -v $program)" nothing/; done
ends 'without LaTeX' 2 'found no latexmk: `make paper-deps` installs what sets the paper' \
    paper without PATH="$work/nothing"
for program in latexmk pdflatex rsvg-convert pdftotext gnuplot; do
    command -v $program > /dev/null || { echo "skipped: no $program here (make paper-deps)"; finish; }
done

ends 'from what is kept' 0 '/one/paper.pdf$' paper one
ends 'elsewhere' 0 '/two/deep/paper.pdf$' paper two/deep TZ=Asia/Tokyo HOME="$work"
same 'has the same bytes' one/paper.pdf two/deep/paper.pdf
pdftotext -layout one/paper.pdf one.txt
mean=$(sed -n 's|^.lisaevalue{table2-svhn/lis-ae/mean}{.\([0-9.]*\).}|\1|p' one/build/values.tex)
check 'the paper that is kept says the same' diff <(pdftotext -layout "$root/paper/lisae.pdf" -) one.txt
check 'a mean of the tables is there' grep -qF "$mean" one.txt

# A number that changes, and names that LaTeX would take for its own.
cp -r "$root/results/reference" kept
awk -F , -v OFS=, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 && $at["method"] == "lis-ae" { $at["mean"] = "0.723456" }
    NR > 1 && $at["method"] == "kde" { $at["variant"] = "a_b%c#d~e^f\\g{h}$i&j" } 1' \
    kept/table2-svhn/summary.csv > changed && mv changed kept/table2-svhn/summary.csv
ends 'with hostile names' 0 '/three/paper.pdf$' paper three REFERENCE="$work/kept"
pdftotext -layout three/paper.pdf three.txt
check 'a number that changed in the table changed there' grep -qE '0\.723 (\([0-9]+/30\) )?\(0\.68' three.txt

# What is not true any more, and what is not there.
awk -F , -v OFS=, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 && $at["method"] == "lis-ae" && $at["against"] == "ae" { $at["mean_difference"] = "-0.01" } 1' \
    kept/table2-svhn/tests.csv > changed && mv changed kept/table2-svhn/tests.csv
ends 'a claim that does not hold' 3 "the text says that 'table2-svhn/lis-ae against ae/side' is 'above'; it is" \
    paper four DRAWN="$work/three/build" REFERENCE="$work/kept"
sed 's|^.higher{table2-svhn/lis-ae/mean}{\(.*\)}\\higher.*|\\higher{\1}{table2-svhn/lis-ae/mean}|' "$text" > other.tex
ends 'an order that does not hold' 3 \
    "the text says that 'table2-svhn/linear-ae/mean' is above 'table2-svhn/lis-ae/mean'" \
    paper four DRAWN="$work/one/build" TEXT="$work/other.tex"
sed 's|\\val{table2-svhn/linsep-head/mean}|\\val{table2-svhn/nobody/mean}|' "$text" > other.tex
ends 'a number that no table has' 3 "no table of results gives 'table2-svhn/nobody/mean'" \
    paper five DRAWN="$work/one/build" TEXT="$work/other.tex"
sed 's|^\\section{Limits}|&\\ref{nowhere}|' "$text" > other.tex
ends 'a reference to nothing' 3 'Reference .nowhere. ' paper six DRAWN="$work/one/build" TEXT="$work/other.tex"
check 'leaves no paper' [ ! -e six/paper.pdf ]
finish
