#!/usr/bin/env bash
# A report in a browser without a network: nothing is said on the console, nothing is wider than the screen, its script
# runs under its policy, sorts and filters, quickly with ten thousand runs, too; it prints. `make browser-deps` installs
# the browser.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
root=$(cd "$tests/.." && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo 'skipped: no browser here (make browser-deps)'
    check 'the style is there' [ -s "$root/page/page.css" ]
    finish
}
cd "$work" || exit 1
# The browser with a page, no network, and what it says on the console.
browse() { # FILE WIDTH OPTION...
    local file=$1 width=$2
    shift 2
    HOME=$work timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
        --user-data-dir="$work/profile" --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr \
        --hide-scrollbars --window-size="$width,900" "$@" "file://$work/$file" 2> console
}
silent() { # NAME
    grep -F 'CONSOLE' console > said || { pass; return; }
    fail "$1: the console says something" said
}

mkdir kept
for name in table2-svhn latent-space figures; do cp -r "$root/results/reference/$name" kept/; done
printf '%s\n' "run \"</script><b>' & x" > kept/latent-space/title.txt
check 'a report' "$LISAE" report --plots "$root/plots" kept -o page.html
browse page.html 1280 --dump-dom > dom.html
silent 'from a file'
check 'its script runs under its policy' grep -q '<th scope="col"><button type="button">mean AUC</button></th>' dom.html
check 'it filters' grep -q '<input type="search">' dom.html
check 'a hostile title is words' grep -qF 'run "&lt;/script&gt;&lt;b&gt;' dom.html

# A copy without its policy is measured by a script of the test, which says what it found in attributes of the root.
measured() { # FILE: with the script
    sed '/Content-Security-Policy/d; /^<\/body>/d; /^<\/html>/d' "$1"
    echo '<script>'
    cat measure.js
    echo '</script></body></html>'
}
cat > measure.js << 'END'
addEventListener('load', () => {
    const say = (name, value) => {
        document.documentElement.setAttribute('data-' + name, value);
        if (parent !== window) parent.postMessage([name, value], '*');
    };
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    const width = document.documentElement.clientWidth;
    say('width', width);
    say('overflow', document.documentElement.scrollWidth - width);
    const outside = [...document.body.querySelectorAll('*')].filter((e) => !e.closest('.box, .skip') &&
        e.getBoundingClientRect().right > width + 1);
    say('outside', outside.length);
    const called = (e) => document.getElementById(e.getAttribute('aria-labelledby'))?.textContent.trim() ||
        e.getAttribute('aria-label') || e.textContent.trim() || e.closest('label');
    const nameless = [...document.querySelectorAll('svg, [role=region], input, button, a, section')]
        .filter((e) => !called(e));
    say('nameless', nameless.length);
    const linear = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const weights = [0.2126, 0.7152, 0.0722];
    const luminance = (c) => c.map((v) => linear(v / 255)).reduce((sum, v, i) => sum + v * weights[i], 0);
    const rgb = (s) => s.match(/[\d.]+/g).map(Number);
    const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
        if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
    let least = 21;
    const words = 'h1, h2, p, a, li, td, td span, td small, th, th button, dt, dd, dd small, .note, pre, summary';
    for (const e of document.querySelectorAll(words)) {
        if (e.closest('svg')) continue;
        const ink = luminance(rgb(getComputedStyle(e).color).slice(0, 3));
        const [a, b] = [ink, luminance(ground(e))].sort((x, y) => y - x);
        least = Math.min(least, (a + 0.05) / (b + 0.05));
    }
    say('contrast', Math.floor(least * 10));
    // the page's first list of runs that has the word which is looked for below
    const auc = (table) => [...table.querySelectorAll('thead button')].find((b) => b.textContent === 'AUC');
    const table = [...document.querySelectorAll('details table')].find((t) => auc(t) && /lis-ae/i.test(t.textContent));
    const button = auc(table);
    const column = [...table.tHead.rows[0].cells].indexOf(button.closest('th'));
    let start = performance.now();
    button.click();
    void table.offsetHeight;
    say('sort-ms', Math.round(performance.now() - start));
    const values = [...table.tBodies[0].rows].map((r) => r.cells[column].querySelector('data')).filter((d) => d)
        .map((d) => +d.value);
    say('sorted', values.length > 1 && values.every((v, i) => !i || values[i - 1] <= v));
    say('aria', button.closest('th').getAttribute('aria-sort'));
    const input = table.closest('details').querySelector('input');
    start = performance.now();
    input.value = 'lis-ae ok';
    input.dispatchEvent(new Event('input'));
    void table.offsetHeight;
    say('filter-ms', Math.round(performance.now() - start));
    const left = [...table.tBodies[0].rows].filter((r) => !r.hidden);
    say('filtered', left.length > 0 && left.every((r) => /lis-ae/i.test(r.textContent)));
    say('ready-ms', Math.round(performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart));
    // what is sorted and filtered is in the address, which brings it back
    const seen = () => [...table.tBodies[0].rows].filter((r) => !r.hidden).map((r) => r.textContent).join('|');
    const address = location.hash;
    const before = seen();
    say('address', address);
    [...document.querySelectorAll('button')].find((b) => b.textContent === 'All tables as they were').click();
    say('reset', location.hash.length <= 1 && seen() !== before && input.value === '' &&
        !table.tHead.innerHTML.includes('aria-sort'));
    const restored = () => say('restored', seen() === before && input.value === 'lis-ae ok');
    addEventListener('hashchange', () => setTimeout(restored), { once: true });
    location.hash = address;
});
END
found() { sed -n "s/.*<html[^>]* data-$1=\"\([^\"]*\)\".*/\1/p" dom.html | head -n 1; }
measured page.html > measured.html
# A window has 500 pixels at least; a frame has as many as it is told.
framed() { # WIDTH
    echo "<!DOCTYPE html><html><body><script>addEventListener('message', (e) =>
        document.documentElement.setAttribute('data-' + e.data[0], e.data[1]));</script>
        <iframe src='measured.html' width='$1' height='900' style='border: 0'></iframe></body></html>"
}
for look in '360 light 1' '1280 dark 0'; do
    read -r width name scheme <<< "$look"
    framed "$width" > frame.html
    browse frame.html 1400 --dump-dom --virtual-time-budget=60000 --blink-settings=preferredColorScheme="$scheme" \
        > dom.html
    silent "$look"
    check "$look: the width" [ "$(found width)" -eq "$width" ]
    check "$look: nothing is wider than the screen" [ "$(found overflow) $(found outside)" = '0 0' ]
    check "$look: everything has a name" [ "$(found nameless)" -eq 0 ]
    check "$look: contrast of 4.5 at least ($(found contrast) tenths)" [ "$(found contrast)" -ge 45 ]
    check "$look: sorted" [ "$(found sorted) $(found aria)" = 'true ascending' ]
    check "$look: filtered" [ "$(found filtered)" = true ]
    check "$look: the address says so" [ "$(found address)" = "#?latent-space-runs=7.lis-ae+ok" ]
    check "$look: as it was" [ "$(found reset)" = true ]
    check "$look: the address brings it back" [ "$(found restored)" = true ]
done

# --- two thousand shown of ten thousand runs
mkdir -p many/big
awk 'BEGIN {
    print "experiment,dataset,detector,positive,negative,outlier,seed,gamma,auc,auc_lo,auc_hi,status,reason,run_id"
    for (run = 0; run < 10000; run++)
        printf "big,tiny,%s,%d,next-class,all,%d,%d,0.%06d,0,1,ok,,%012x\n", run % 2 ? "lis-ae" : "ae", run % 10,
            run / 10 % 100 + 1, run / 1000, run * 7919 % 1000000, run }' > many/big/auc.csv
ends 'ten thousand runs, without pictures' 3 "'many.html' lacks 1 picture" env PATH=/usr/bin/none \
    "$LISAE" report many -o many.html
measured many.html > measured.html
browse measured.html 1280 --dump-dom > dom.html
echo "ten thousand runs: ready after $(found ready-ms) ms, sorted in $(found sort-ms), filtered in $(found filter-ms)"
check 'it sorts and filters' [ "$(found sorted) $(found filtered)" = 'true true' ]
# Two seconds on a machine with nothing else to do; five times that beside other tests.
check 'soon there' [ "$(found ready-ms)" -le 10000 ]

# --- print
browse page.html 1280 --print-to-pdf=page.pdf --no-pdf-header-footer > said
silent 'printing'
check 'it prints' grep -q '^%PDF' page.pdf
if command -v pdftotext > /dev/null; then
    pdftotext page.pdf page.txt
    check 'what is folded is printed' grep -qF 'revision of the program' page.txt
    check 'but for the runs' [ "$(grep -c "$(run_ids kept/table2-svhn/auc.csv status ok | head -n 1)" page.txt)" -eq 0 ]
fi
finish
