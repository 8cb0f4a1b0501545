import type { JsonObject } from '@docket/event-store';

interface RelationBase {
  /** The record that it is a field of: `Ticket`. A field of the same name that the record has itself is not shown in GraphQL. */
  readonly on: string;
  readonly field: string;
  readonly description: string;
  /** The query that it stands for: who may ask that, and what they see, holds here too. */
  readonly operation: string;
}

/** What the query answers when it is asked with parameters that the parent gives: as a rule a page of many. Every parent's page has its own filter, place and end,
 *  and no store cuts several pages out of one read, so this is one read for each parent that asks something else (those that ask the same at once are answered
 *  by one). What a document may cost bounds it: each counts GRAPHQL_QUESTION_COST, and is not more than GRAPHQL_COST_MAX allows. Things that a parent names by
 *  their ids are no such relation, but a DocumentsRelation. */
export interface AskedRelation extends RelationBase {
  readonly kind: 'asked';
  /** The parameters that `parameters` gives. */
  readonly parameterNames: readonly string[];
  /** undefined: there is nothing to ask for. */
  parameters(parent: JsonObject): object | undefined;
}

/** Things whose ids the parent has: the documents of all parents of a request are read at once. The query answers one of them as its document shows it. */
export interface DocumentsRelation extends RelationBase {
  readonly kind: 'document' | 'documents';
  readonly projection: string;
  readonly collection: string;
  ids(parent: JsonObject): readonly string[];
}

/** A way from one thing to others, in GraphQL. */
export type Relation = AskedRelation | DocumentsRelation;

/** Something that clients of GraphQL may be told of while it happens: a query is answered again after events. */
export interface Subscription {
  /** camelCase: `ticketChanged`. */
  readonly name: string;
  readonly summary: string;
  /** The query whose answer is told; its parameter `id` says of what. */
  readonly operation: string;
  /** Types of events after which it is answered again. */
  readonly events: readonly string[];
  /** The thing that an event is about; then `id` may be left out, and all things are told of. Absent: any such event may be about any of them. */
  readonly subjectOf?: (event: { readonly stream: string; readonly data: object }) => string;
  /** What of the answer must have changed. Absent: it is told after every such event. */
  readonly changed?: (answer: JsonObject) => string;
}
