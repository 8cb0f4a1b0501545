import type { OrderValue } from '@docket/document-store';
import type { StreamEvent } from '@docket/event-store';
import type { Fields } from './fields.js';

/** A collection of a projection: its name, and how a document is found and ordered in it.
 *  (Method signatures, here and below: a `Projection<TicketRow, TicketEvent>` is a `Projection`.) */
export interface ProjectedCollection<Body extends object = object> {
  readonly name: string;
  /** What one document of it is, for people: `a ticket as it is now`. */
  readonly meaning: string;
  /** What each field of a document means. */
  readonly fields: Fields<Body>;
  /** Equality filters of the document; none where it is only read by id. */
  terms?(document: Body): readonly string[];
  /** The orders in which it can be listed: a name, and the method that gives a document's value. */
  readonly orders: { readonly [order: string]: OrderBy<Body> };
}

export interface OrderBy<Body> {
  by(document: Body): OrderValue;
}

/** A change of one derived document. `undefined` in: it is not there; `undefined` out: remove it. */
export interface DerivedChange<Body extends object = object> {
  readonly collection: string;
  readonly id: string;
  change(document: Body | undefined): Body | undefined;
}

/** A read model as data and pure functions: folds events into rows, and derives other documents from the difference of two rows. */
export interface Projection<Row extends object = object, Event extends StreamEvent = StreamEvent> {
  readonly name: string;
  /** Changes whenever the fold does; a setting that it folds by (a time zone) belongs in it. */
  readonly version: string;
  readonly rows: ProjectedCollection<Row>;
  readonly derived?: readonly ProjectedCollection[];
  /** The event types it takes. */
  readonly events: readonly Event['type'][];
  /** The row that the event concerns; undefined: none. */
  key(event: Event): string | undefined;
  /** undefined out: the row is removed. */
  fold(row: Row | undefined, event: Event): Row | undefined;
  derive?(before: Row | undefined, after: Row | undefined, event: Event): readonly DerivedChange[];
}

/** Settings that some projections fold by. A capability gives its projections as a function of them. */
export interface ProjectionSettings {
  /** IANA name: the zone in which days, weeks and months are counted. */
  readonly timeZone: string;
}
