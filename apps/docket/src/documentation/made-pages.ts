import { projectionsOf } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import { analystsPage } from './analysts-page.js';
import { withMadePart } from './made-part.js';
import { roleTables } from './role-table.js';

/** Makes a page of docs/ from the code and, where the rest of it is written by hand, from what stands there. */
export type MakePage = (present: string) => string;

/** The pages of docs/ that are made from the code, by their files' names. */
export const madePages = (): ReadonlyMap<string, MakePage> => {
  const projections = projectionsOf(capabilities, { timeZone: 'UTC' });
  const operations = capabilities.flatMap((capability) => capability.operations);
  return new Map<string, MakePage>([
    ['analysts.md', () => analystsPage(projections)],
    ['access.md', (present) => withMadePart(present, roleTables(operations))],
  ]);
};
