
'use strict';
(() => {
  const table = document.getElementById('table');
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const filter = document.getElementById('filter');
  const count = document.getElementById('count');
  document.documentElement.classList.add('scripted');

  const value = (row, i) => {
    const cell = row.cells[i];
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    return cell.textContent;
  };

  // Empty cells come last both ways; equal ones stay in grid order.
  const sort = (i) => {
    const down = heads[i].getAttribute('aria-sort') === 'ascending';
    heads.forEach((head) => head.removeAttribute('aria-sort'));
    heads[i].setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const sorted = rows.map((row, at) => ({ row, at, v: value(row, i) }));
    sorted.sort((a, b) => {
      if (a.v === '' || b.v === '') return (a.v === '') - (b.v === '') || a.at - b.at;
      const order = a.v < b.v ? -1 : a.v > b.v ? 1 : 0;
      return (down ? -order : order) || a.at - b.at;
    });
    body.append(...sorted.map((each) => each.row));
  };

  heads.forEach((head, i) => {
    head.addEventListener('click', () => sort(i));
    head.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        sort(i);
      }
    });
  });

  const words = (row) => [...row.cells].map((cell) => cell.title + ' ' + cell.textContent).join(' ').toLowerCase();
  const texts = new Map(rows.map((row) => [row, words(row)]));
  const show = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/);
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = !wanted.every((word) => texts.get(row).includes(word));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = shown + ' of ' + rows.length + ' rows';
  };
  filter.addEventListener('input', show);
  show();
})();
