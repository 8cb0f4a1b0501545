import type { Cell, Cells } from './cells.js';

/** A text with columns in it, taken apart: `Incident {number}` is `Incident `, the column `number`, and nothing behind it. */
export interface TemplatePart {
  readonly text: string;
  /** What stands behind the text; absent at the end. */
  readonly column?: string;
}

export const templateParts = (template: string): readonly TemplatePart[] => {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of template.matchAll(/\{([^{}]+)\}/g)) {
    parts.push({ text: template.slice(from, match.index), column: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  return [...parts, { text: template.slice(from) }];
};

/** Names of the columns of a template. */
export const templateColumns = (template: string): readonly string[] =>
  templateParts(template).flatMap(({ column }) => (column === undefined ? [] : [column]));

/** A template whose columns have been found. */
export class TemplateText {
  private readonly parts: readonly { readonly text: string; readonly cell: Cell | undefined }[];

  constructor(template: string, cellOf: (column: string) => Cell) {
    this.parts = templateParts(template).map(({ text, column }) => ({ text, cell: column === undefined ? undefined : cellOf(column) }));
  }

  /** The text for a row, with the cells as they stand there. */
  of(cells: Cells): string {
    return this.parts.map(({ text, cell }) => text + (cell?.raw(cells) ?? '')).join('');
  }
}
