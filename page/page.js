
'use strict';
// Sorts and filters tables, and folds. The page is complete without it.
//
// What is sorted and filtered stands in the address, so that a link shows what its sender saw:
// "#ANCHOR?TABLE=COLUMN.WORDS&...", a column with "-" before it downwards, none where only words are wanted.
(() => {
  const number = (cell) => {
    const data = cell.querySelector('data');
    const words = data ? data.value : cell.textContent.trim();
    return words === '' || words === '–' ? NaN : Number(words.replace(/,/g, '').replace(/^⚠ */, '').replace(/\/.*$/, ''));
  };
  const words = new Intl.Collator('en', { numeric: true });
  const element = (name, properties, ...children) => {
    const e = Object.assign(document.createElement(name), properties);
    e.append(...children);
    return e;
  };

  // Numbers by their size, words by their letters, what has neither last.
  function sorted(rows, column, sign) {
    const keys = rows.filter((row) => row.cells[column]).map((row) => {
      const cell = row.cells[column];
      return { row, n: number(cell), s: cell.textContent.trim() };
    });
    const numbers = keys.some((k) => !Number.isNaN(k.n)) && keys.every((k) => !Number.isNaN(k.n) || /^–?$/.test(k.s));
    keys.sort((a, b) => numbers
      ? Number.isNaN(a.n) - Number.isNaN(b.n) || sign * (a.n - b.n) || 0
      : (a.s === '') - (b.s === '') || sign * words.compare(a.s, b.s));
    return keys.map((k) => k.row);
  }

  // ---- a table, by the id of its box: what it is sorted by ("", "3", "-3"), and the words that its rows must have ----

  const tables = new Map();

  function makeTable(table) {
    const box = table.closest('.box');
    const head = table.tHead;
    if (!box || !box.id || !head || head.rows.length !== 1 || table.tBodies.length !== 1) return;
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 3) return;
    const one = { box, body: table.tBodies[0], rows, heads: [...head.rows[0].cells], by: '', words: '' };
    one.heads.forEach((th, column) => {
      if (th.tagName !== 'TH') return;
      const button = element('button', { type: 'button' }, ...th.childNodes);
      th.append(button);
      button.addEventListener('click', () => {
        sort(one, one.by === `${column}` ? `-${column}` : `${column}`);
        note();
      });
    });
    if (rows.length > 20) makeFilter(one);
    tables.set(box.id, one);
  }

  function sort(one, by) {
    const column = Math.abs(Number(by));
    const is = /^-?\d+$/.test(by) && column < one.heads.length;
    const down = by.startsWith('-');
    one.by = is ? by : '';
    one.heads.forEach((th, i) => {
      if (is && i === column) th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    });
    one.body.append(...(is ? sorted(one.rows, column, down ? -1 : 1) : one.rows));
  }

  function makeFilter(one) {
    const count = element('span', {});
    one.input = element('input', { type: 'search' });
    one.count = count;
    one.texts = one.rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(' ').toLowerCase());
    count.setAttribute('role', 'status');
    one.input.addEventListener('input', () => {
      filter(one, one.input.value);
      note();
    });
    const label = element('label', {}, 'Only rows with all of these words: ', one.input);
    one.box.before(element('p', { className: 'tools' }, label, count));
  }

  function filter(one, value) {
    if (!one.input) return;
    const wanted = value.toLowerCase().split(/\s+/).filter((word) => word);
    let n = 0;
    one.words = value;
    if (one.input.value !== value) one.input.value = value;
    one.rows.forEach((row, i) => {
      const is = wanted.every((word) => one.texts[i].includes(word));
      row.hidden = !is;
      n += is;
    });
    one.count.textContent = wanted.length ? `${n} of ${one.rows.length} rows` : '';
  }

  // ---- the address ----

  const split = () => {
    const [anchor, ...rest] = location.hash.slice(1).split('?');
    return { anchor, state: new URLSearchParams(rest.join('?')) };
  };

  function note() {
    const { anchor } = split();
    const state = new URLSearchParams();
    for (const [id, one] of tables) if (one.by || one.words.trim()) state.set(id, `${one.by}.${one.words}`);
    const words = `${state}`;
    const hash = `#${anchor}${words && `?${words}`}`;
    reset.hidden = !words;
    if (hash !== (location.hash || '#')) history.replaceState(null, '', hash);
  }

  function unfold(e) {
    for (let fold = e.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  }

  // What an address names may lie folded. One without a state keeps that of the page, as links inside it do.
  function show() {
    const { anchor, state } = split();
    if (`${state}`)
      for (const [id, one] of tables) {
        const [by, ...rest] = (state.get(id) || '').split('.');
        if (by !== one.by) sort(one, by);
        if (rest.join('.') !== one.words) filter(one, rest.join('.'));
        if (state.has(id)) unfold(one.box);
      }
    const target = document.getElementById(anchor || [...state.keys()][0]);
    if (target) {
      unfold(target);
      target.scrollIntoView();
    }
    note();
  }

  // ---- above all ----

  const folds = [...document.querySelectorAll('details')];
  const all = element('button', { type: 'button', textContent: 'Unfold all', hidden: !folds.length });
  const reset = element('button', { type: 'button', textContent: 'All tables as they were', hidden: true });
  all.addEventListener('click', () => {
    const open = all.textContent === 'Unfold all';
    for (const fold of folds) fold.open = open;
    all.textContent = open ? 'Fold all' : 'Unfold all';
  });
  reset.addEventListener('click', () => {
    for (const one of tables.values()) {
      if (one.by) sort(one, '');
      if (one.words) filter(one, '');
    }
    note();
  });
  document.querySelector('nav').after(element('p', { className: 'tools' }, all, reset));

  // A box that is too narrow for its table says so; the look of its edges does without a script.
  const tell = (box) => box.classList.toggle('wide', box.scrollWidth > box.clientWidth + 1);
  const wide = new ResizeObserver((boxes) => requestAnimationFrame(() => boxes.forEach((one) => tell(one.target))));

  for (const table of document.querySelectorAll('table')) makeTable(table);
  for (const box of document.querySelectorAll('.box')) wide.observe(box);
  window.addEventListener('hashchange', show);
  show();
})();
