import type { Admission, ChangingRole, OwnView, View } from '@docket/access';
import type { PageType, RecordType } from './answers/answer-type.js';
import type { AnyDecider, Refusal, Soon, StreamLoader } from '@docket/deciding';

/** JSON that is text already: it goes out as it is, without being parsed and written again. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** Text of another media type than JSON: a table as CSV. */
export class MediaText {
  constructor(
    readonly mediaType: string,
    readonly text: string,
  ) {}
}

/** An answer that comes piece by piece, at the pace of whoever reads it. */
export class MediaStream {
  /** `open` gives the pieces until the signal aborts: when the caller has gone, may no longer ask, or the server stops. `idle`: a piece that says nothing,
   *  sent where nothing else has come for STREAM_IDLE_MS, so that nobody on the way takes the connection for dead. A stream without it comes to an end of its
   *  own: where it is ended before, the connection breaks, so that nobody takes a part for the whole. */
  constructor(
    readonly mediaType: string,
    readonly open: (signal: AbortSignal) => AsyncIterable<string>,
    readonly idle?: string,
  ) {}
}

/** What an operation answers, on any road. */
export interface Answer {
  readonly body: object | JsonText | MediaText | MediaStream;
  /** ETag, where the answer is one thing with a revision. */
  readonly revision?: number;
  /** For 201: the new thing's id, from which the edge makes its Location. */
  readonly created?: string;
  /** A session that began (its token, and when it is over for good, ISO 8601) or ended: browsers are told by a cookie. */
  readonly session?: { readonly token: string; readonly expiresAt: string } | 'ended';
}

interface OperationBase extends Admission {
  /** camelCase and unique; the GraphQL field and OpenAPI's operationId: `assignTicket`. */
  readonly name: string;
  /** One line, for OpenAPI. */
  readonly summary: string;
  readonly description?: string;
  /** Heading in the documentation: `Tickets`. */
  readonly tag: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below /api/v1: `/tickets/:id/assignment`. */
  readonly path: string;
  /** A body (command, action) or query parameters (query) that work, and whatever its path takes that is no id. Only what is given nothing of its own
   *  (nothing but ids in the path, and what all lists take) goes without. */
  readonly example?: object;
  /** What it answers, as JSON. */
  readonly answer: RecordType | PageType;
  /** Codes that it may be refused with, beside those that every operation of its kind shares. A capability explains each. */
  readonly refusals?: readonly string[];
}

/** How a command is taken from somebody who may change only what is their own. */
export interface OwnCommand {
  /** Whose the target is, by its state. Another one's is as if it were not there. Not asked for a creating command. */
  ownerOf(state: unknown): string | undefined;
  /** The command as it is taken from this person, or why it is not. */
  narrow(command: object, subjectId: string): object | Refusal;
  /** What is shown of the state after it. */
  readonly view: OwnView;
}

/** An operation that dispatches a command on the CommandBus. */
export interface CommandOperation extends OperationBase {
  readonly kind: 'command';
  /** Auditors and analysts change nothing. */
  readonly roles: readonly ChangingRole[];
  readonly analyst?: never;
  /** Where a requester may do it to what is the requester's own. */
  readonly requester?: OwnCommand;
  readonly decider: AnyDecider;
  /** The class that is the body. It is one of the decider's commands. */
  readonly command: new () => object;
  /** What the answer shows of the state after the command, as an object of its own: `revision` and `position` are added to it. Default: the state as it is. */
  present?(state: unknown, streams: StreamLoader): Soon<object>;
}

/** An operation that dispatches a query on the QueryBus. Its class holds path parameters and query parameters together. */
export interface QueryOperation extends OperationBase {
  readonly kind: 'query';
  /** What an analyst sees of it. `whole`: there is no private text in it, or the query itself leaves it out. */
  readonly analyst?: 'whole' | View;
  /** What a requester sees of what is the requester's own. `whole`: the query itself asks who it is for. */
  readonly requester?: 'whole' | OwnView;
  readonly query: new () => object;
  /** Media types that it can answer beside JSON, each with the query parameters that ask for it: a request whose Accept header prefers one is
   *  taken as if it had these parameters (those that it has itself stay). */
  readonly mediaTypes?: { readonly [mediaType: string]: Readonly<Record<string, string>> };
  /** Headers (in small letters) that stand for a query parameter, the first that is named here, and are heard instead of all that are named:
   *  `{ 'last-event-id': ['after', 'cursor'] }`. */
  readonly headers?: { readonly [header: string]: readonly [string, ...string[]] };
}

/** An operation that takes or gives what no event may hold: a password, a token. It is dispatched on the CommandBus with its caller and its envelope, to a
 *  handler of the capability's own, which answers an Answer or a Refusal. */
export interface ActionOperation extends OperationBase {
  readonly kind: 'action';
  readonly analyst?: 'whole' | View;
  readonly requester?: 'whole' | OwnView;
  /** The class that is the body. */
  readonly action: new () => object;
  /** It makes a thing: it may answer 201. */
  readonly creates?: true;
  /** Nobody needs to have signed in: there is no caller. */
  readonly open?: true;
}

export type Operation = CommandOperation | QueryOperation | ActionOperation;

/** The class that holds what an operation is given. */
export const inputOf = (operation: Operation): new () => object =>
  operation.kind === 'command' ? operation.command : operation.kind === 'query' ? operation.query : operation.action;

/** May everybody do it, without having signed in? */
export const isOpen = (operation: Operation): boolean => operation.kind === 'action' && operation.open === true;
