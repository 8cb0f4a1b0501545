const figure = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2));

/** Rows as a table for a terminal. */
export const asTable = (rows) => {
  const cells = [
    ['', 'value', 'limit here', 'unit', 'ratio', 'at least', ''],
    ...rows.map((row) => [
      row.name,
      figure(row.value),
      figure(row.limit),
      row.unit,
      row.ratio.toFixed(2),
      row.floor.toFixed(2),
      row.ratio >= row.floor ? '' : 'UNDER ITS FLOOR',
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) => `${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')}\n`)
    .join('');
};
