const escaped = (cell: string): string => cell.replaceAll('|', '\\|');

/** A table of Markdown in columns, as the formatter would have it; the first row is its head. */
export const inColumns = (table: readonly (readonly string[])[]): string => {
  const rows = table.map((row) => row.map(escaped));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const [head = '', ...others] = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others].join('\n');
};
