
'use strict';
// Sorts and filters tables, and folds. The page is complete without it.
(() => {
  const number = (cell) => {
    const data = cell.querySelector('data');
    const words = data ? data.value : cell.textContent.trim();
    return words === '' || words === '–' ? NaN : Number(words.replace(/,/g, '').replace(/^⚠ */, '').replace(/\/.*$/, ''));
  };
  const words = new Intl.Collator('en', { numeric: true });

  // Numbers by their size, words by their letters, what has neither last.
  function sort(body, column, sign) {
    const rows = [...body.rows].map((row) => ({ row, cell: row.cells[column] })).filter((r) => r.cell);
    const keys = rows.map((r) => ({ row: r.row, n: number(r.cell), s: r.cell.textContent.trim() }));
    const numbers = keys.some((k) => !Number.isNaN(k.n)) && keys.every((k) => !Number.isNaN(k.n) || /^–?$/.test(k.s));
    keys.sort((a, b) => numbers
      ? Number.isNaN(a.n) - Number.isNaN(b.n) || sign * (a.n - b.n) || 0
      : (a.s === '') - (b.s === '') || sign * words.compare(a.s, b.s));
    body.append(...keys.map((k) => k.row));
  }

  function makeSortable(table) {
    const head = table.tHead;
    if (!head || head.rows.length !== 1 || table.tBodies.length !== 1 || table.tBodies[0].rows.length < 3) return;
    [...head.rows[0].cells].forEach((th, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...th.childNodes);
      th.append(button);
      button.addEventListener('click', () => {
        const up = th.getAttribute('aria-sort') === 'ascending';
        for (const other of head.rows[0].cells) other.removeAttribute('aria-sort');
        th.setAttribute('aria-sort', up ? 'descending' : 'ascending');
        sort(table.tBodies[0], column, up ? -1 : 1);
      });
    });
  }

  function makeFilter(table) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(' ').toLowerCase());
    const tools = document.createElement('p');
    const label = document.createElement('label');
    const input = document.createElement('input');
    const count = document.createElement('span');
    tools.className = 'tools';
    input.type = 'search';
    count.setAttribute('role', 'status');
    label.append('Only rows with all of these words: ', input);
    tools.append(label, count);
    input.addEventListener('input', () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter((word) => word);
      let n = 0;
      rows.forEach((row, i) => {
        const is = wanted.every((word) => texts[i].includes(word));
        row.hidden = !is;
        n += is;
      });
      count.textContent = `${n} of ${rows.length} rows`;
    });
    table.closest('.box').before(tools);
  }

  function makeFolding() {
    const all = [...document.querySelectorAll('details')];
    const nav = document.querySelector('nav');
    if (!all.length || !nav) return;
    const button = document.createElement('button');
    const tools = document.createElement('p');
    tools.className = 'tools';
    button.type = 'button';
    button.textContent = 'Unfold all';
    button.addEventListener('click', () => {
      const open = button.textContent === 'Unfold all';
      for (const one of all) one.open = open;
      button.textContent = open ? 'Fold all' : 'Unfold all';
    });
    tools.append(button);
    nav.after(tools);
  }

  // What an address names may lie folded.
  function show() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest('details');
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  }

  for (const table of document.querySelectorAll('table')) {
    makeSortable(table);
    if (table.tBodies.length === 1 && table.tBodies[0].rows.length > 20) makeFilter(table);
  }
  makeFolding();
  window.addEventListener('hashchange', show);
  show();
})();
