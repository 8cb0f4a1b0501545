import type {
  CollectionDefinition,
  Count,
  Find,
  Guarded,
  OrderValue,
  Page,
  PageEnd,
  Put,
  Removal,
  StoredDocument,
} from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import { StoredText } from '../stored-text.js';
import { compareValues } from './order-of-bytes.js';

interface Kept {
  readonly put: Put;
  readonly json: string;
}

/** One collection, as plainly as it can be written: what every adapter must agree with. */
export class MemoryCollection {
  readonly #kept = new Map<string, Kept | Removal>();

  constructor(readonly definition: CollectionDefinition) {}

  put(put: Put, json: string): void {
    if (this.#mayWrite(put)) this.#kept.set(put.id, { put: { ...put, terms: [...new Set(put.terms)], orders: { ...put.orders } }, json });
  }

  remove(removal: Removal): void {
    if (this.#mayWrite(removal)) this.#kept.set(removal.id, { id: removal.id, position: removal.position });
  }

  get(id: string): StoredText<never> | undefined {
    const kept = this.#kept.get(id);
    return kept && 'put' in kept ? stored(kept) : undefined;
  }

  guarded(id: string): Guarded<never> | undefined {
    const kept = this.#kept.get(id);
    if (!kept) return undefined;
    return 'put' in kept ? stored(kept) : { removed: true, id: kept.id, position: kept.position };
  }

  find(query: Find): Page<never> {
    const { after, limit } = query;
    const sign = query.direction === 'descending' ? -1 : 1;
    const listed = this.#examined(query).filter(
      (each) => after === undefined || sign * comparePlaces(placeOf(each, query.order), after) > 0,
    );
    if (sign < 0) listed.reverse();
    const items: StoredDocument<never>[] = [];
    for (const [examined, each] of listed.entries()) {
      const last = listed[examined - 1];
      const next = last && placeOf(last, query.order);
      if (next && items.length === limit) return { items, next, partial: false };
      if (next && examined === EXAMINED_MAX) return { items, next, partial: true };
      if (matches(each.put.terms, query)) items.push(stored(each));
    }
    return { items, partial: false };
  }

  count(query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap: number): Count {
    let count = 0;
    for (const [examined, each] of this.#examined(query).entries()) {
      if (examined === EXAMINED_MAX) return { count, is: 'atLeast' };
      if (!matches(each.put.terms, query)) continue;
      if (count === cap) return { count, is: 'more' };
      count++;
    }
    return { count, is: 'exact' };
  }

  #mayWrite({ id, position }: Removal): boolean {
    const kept = this.#kept.get(id);
    return !kept || positionOf(kept) < position;
  }

  /** What a query looks at: the documents that have the rarest of its terms, or all where even that one is common. */
  #examined(query: Pick<Find, 'all' | 'any' | 'order' | 'range'>): Kept[] {
    const documents = [...this.#kept.values()].filter((each): each is Kept => 'put' in each);
    const having = [...(query.all ?? []).map((term) => [term]), ...(query.any ?? [])].map((group) =>
      documents.filter((each) => group.some((term) => each.put.terms.includes(term))),
    );
    const rarest = having.sort((a, b) => a.length - b.length)[0];
    return this.#listed(rarest && rarest.length <= EXAMINED_MAX ? rarest : documents, query);
  }

  /** Those in the range, ascending. */
  #listed(documents: readonly Kept[], { order, range }: Pick<Find, 'order' | 'range'>): Kept[] {
    const from = range?.from;
    const to = range?.to;
    return documents
      .filter((each) => from === undefined || compareValues(placeOf(each, order).value, from) >= 0)
      .filter((each) => to === undefined || compareValues(placeOf(each, order).value, to) < 0)
      .sort((a, b) => comparePlaces(placeOf(a, order), placeOf(b, order)));
  }
}

const positionOf = (kept: Kept | Removal): string => ('put' in kept ? kept.put.position : kept.position);
const placeOf = ({ put }: Kept, order: string): PageEnd => ({ value: put.orders[order] as OrderValue, id: put.id });
const comparePlaces = (a: PageEnd, b: PageEnd): number => compareValues(a.value, b.value) || compareValues(a.id, b.id);
const stored = ({ put, json }: Kept): StoredText<never> => new StoredText(put.id, put.position, JSON.stringify(put.terms), json);

const matches = (terms: readonly string[], { all = [], any = [], none = [] }: Pick<Find, 'all' | 'any' | 'none'>): boolean =>
  all.every((term) => terms.includes(term)) &&
  any.every((group) => group.some((term) => terms.includes(term))) &&
  !none.some((term) => terms.includes(term));
