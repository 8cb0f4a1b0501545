import type { Find } from '../document-store.js';
import type { Collection } from './collection.js';

/** A term that some document has: its number in the file, and how many documents have it. */
export interface Term {
  readonly id: number;
  readonly documents: number;
}

/** A query's terms as the file knows them, the rarest first. */
export interface Filter {
  readonly all: readonly Term[];
  readonly any: readonly TermGroup[];
  readonly none: readonly Term[];
}

export interface TermGroup {
  readonly terms: readonly Term[];
  /** Documents that have one of them, at most. */
  readonly documents: number;
}

type Terms = Pick<Find, 'all' | 'any' | 'none'>;

/** undefined: a term that must be there is had by no document, so nothing matches. */
export const resolveFilter = (collection: Collection, { all = [], any = [], none = [] }: Terms): Filter | undefined => {
  const must: Term[] = [];
  const groups: TermGroup[] = [];
  for (const text of new Set(all)) {
    const term = lookUp(collection, text);
    if (!term) return undefined;
    must.push(term);
  }
  for (const group of any) {
    const terms = known(collection, group);
    const [only, ...more] = terms;
    if (!only) return undefined;
    if (more.length === 0) must.push(only);
    else groups.push({ terms, documents: terms.reduce((sum, term) => sum + term.documents, 0) });
  }
  const rarest = (a: { documents: number }, b: { documents: number }): number => a.documents - b.documents;
  return { all: must.sort(rarest), any: groups.sort(rarest), none: known(collection, none) };
};

const known = (collection: Collection, texts: readonly string[]): Term[] => {
  const terms: Term[] = [];
  for (const text of new Set(texts)) {
    const term = lookUp(collection, text);
    if (term) terms.push(term);
  }
  return terms;
};

const lookUp = (collection: Collection, text: string): Term | undefined => {
  const row = collection
    .statement<[number, number]>('term', () => `SELECT id, documents FROM ${collection.tables.term} WHERE text = ?`)
    .get(text);
  return row && { id: row[0], documents: row[1] };
};

/** The group by which fewest documents are gathered, and what is left to be checked on each of them. */
export const driverOf = (filter: Filter): { readonly driver: TermGroup; readonly rest: Filter } | undefined => {
  const [term, ...otherTerms] = filter.all;
  const [group, ...otherGroups] = filter.any;
  if (term && (!group || term.documents <= group.documents)) {
    return { driver: { terms: [term], documents: term.documents }, rest: { ...filter, all: otherTerms } };
  }
  return group && { driver: group, rest: { ...filter, any: otherGroups } };
};

/** How many of so many documents match, if no term had to do with another. */
export const expectedMatches = (filter: Filter, documents: number): number => {
  const share = (some: number): number => Math.min(1, some / Math.max(1, documents));
  let matches = documents;
  for (const term of filter.all) matches *= share(term.documents);
  for (const group of filter.any) matches *= share(group.documents);
  return matches;
};

/** A piece of SQL, its parameters in the order of its question marks, and a name for its shape. */
export interface Piece {
  readonly shape: string;
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** The conditions, each beginning with AND, on a document whose key stands in `key`. */
export const filterPiece = (collection: Collection, { all, any, none }: Filter, key: string): Piece => {
  const { posting } = collection.tables;
  const having = (terms: number): string => `EXISTS (SELECT 1 FROM ${posting} WHERE ${termIn(terms)} AND key = ${key})`;
  let shape = `${all.length}`;
  let sql = '';
  const parameters: number[] = [];
  for (const term of all) {
    sql += ` AND ${having(1)}`;
    parameters.push(term.id);
  }
  for (const { terms } of any) {
    shape += `,${terms.length}`;
    sql += ` AND ${having(terms.length)}`;
    for (const term of terms) parameters.push(term.id);
  }
  shape += `-${none.length}`;
  if (none.length > 0) {
    sql += ` AND NOT ${having(none.length)}`;
    for (const term of none) parameters.push(term.id);
  }
  return { shape, sql, parameters };
};

/** Keys of the documents that have one of the group's terms, each once. */
export const driverPiece = (collection: Collection, { terms }: TermGroup): Piece => {
  const sql =
    terms.length === 1
      ? `SELECT key FROM ${collection.tables.posting} WHERE term = ?`
      : `SELECT DISTINCT key FROM ${collection.tables.posting} WHERE ${termIn(terms.length)}`;
  return { shape: `${terms.length}`, sql, parameters: terms.map((term) => term.id) };
};

const termIn = (terms: number): string => (terms === 1 ? 'term = ?' : `term IN (${new Array(terms).fill('?').join(', ')})`);
