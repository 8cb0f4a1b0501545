import { capabilities } from '../capabilities.js';
import { analystsPage } from './page.js';

/** The pages of docs/ that are made from the code: the file's name, and its text. */
export const madePages = (): ReadonlyMap<string, string> => {
  const projections = capabilities.flatMap((capability) => capability.projections?.({ timeZone: 'UTC' }) ?? []);
  return new Map([['analysts.md', analystsPage(projections)]]);
};
