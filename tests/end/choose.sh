#!/usr/bin/env bash
# tools/choose: means of settings over positive classes and classes that are left out.

# shellcheck source=tests/end/lib.bash disable=SC2016 # names in Markdown are not expanded
. "$(dirname "$0")/lib.bash"
root=$(cd "$tests/.." && pwd)
cd "$work" || exit 1

mkdir tried
cat > tried/auc.csv << 'END'
detector,positive,negative,outlier,latent,gamma,linsep,variant,auc,status
lis-ae,1,classes:5 6,all,8,2,off,,0.5,ok
lis-ae,1,classes:5 6,7,8,2,off,,0.1,ok
lis-ae,1,classes:6 7,all,8,2,off,,0.7,ok
lis-ae,3,classes:5 6,all,8,2,off,,0.9,ok
lis-ae,1,classes:5 6,all,8,2,on,,0.8,ok
lis-ae,1,classes:6 7,all,8,2,on,,,failed
lis-ae,1,classes:5 6,all,16,2,off,,0.75,ok
hog-lda,1,classes:5 6,all,,,,hog-lda.cell=4,0.6,ok
END
cat > expected << 'END'
**tried**

| detector | setting | mean | class 1 | class 3 | runs |
|---|---|---|---|---|---|
| `lis-ae` | latent 8, gamma 2, LinSep on | 0.8000 | 0.8000 | | 1 |
| `lis-ae` | latent 16, gamma 2, LinSep off | 0.7500 | 0.7500 | | 1 |
| `lis-ae` | latent 16, gamma 2, LinSep off and on | 0.7500 | 0.7500 | | 1 |
| `lis-ae` | latent 8, gamma 2, LinSep off and on | 0.7250 | 0.6667 | 0.9000 | 4 |
| `lis-ae` | latent 8, gamma 2, LinSep off | 0.7000 | 0.6000 | 0.9000 | 3 |
| `hog-lda` | hog-lda.cell=4 | 0.6000 | 0.6000 | | 1 |

END
"$root/tools/choose" "$work/tried" > said
same 'the highest of each detector first' said expected
check 'of what is kept, by its name' grep -q '^| `lis-ae` | latent 256, gamma 25, LinSep on | 0\.[0-9]* ' \
    <("$root/tools/choose" choose-cifar10)

refused() { # CODE WORDS [NAME ...]
    local code=$1 words=$2 found=0
    shift 2
    "$root/tools/choose" "$@" > said 2> told || found=$?
    check "exit code $code: $*" [ "$found" -eq "$code" ]
    check "says '$words'" grep -qF "$words" told
}
refused 2 'expected choose-cifar10'
refused 3 'none/auc.csv, found none' none
head -1 tried/auc.csv > "$work/empty.csv" && mkdir empty && mv empty.csv empty/auc.csv
refused 3 'expected rows below the header, found none' "$work/empty"
sed 's/ok$/failed/' tried/auc.csv > broken.csv && mkdir broken && mv broken.csv broken/auc.csv
refused 3 'expected runs that are done, found none' "$work/broken"
finish
