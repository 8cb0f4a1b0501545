/** Lines as RFC 4180 has them: fields with commas, quotes or line breaks stand in quotes. */
export const csvOf = (lines: readonly (readonly (string | number)[])[]): string =>
  lines.map((fields) => `${fields.map((field) => quoted(String(field))).join(',')}\r\n`).join('');

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
