import { inputOf, isOpen, type Operation } from '../operation.js';
import { shapeOf } from '../validation/input-shape.js';

const has =
  (field: string) =>
  (operation: Operation): boolean =>
    shapeOf(inputOf(operation)).fields.has(field);
const changing = ({ kind }: Operation): boolean => kind !== 'query';
const targeted = ({ path }: Operation): boolean => path.includes('/:');

/** Which operations may answer a code that is no operation's own. */
const WHEN = {
  always: () => true,
  signedIn: (operation: Operation) => !isOpen(operation),
  /** It changes something, for whoever has signed in. */
  forgeable: (operation: Operation) => changing(operation) && !isOpen(operation),
  changing,
  targeted,
  /** It reads the history of a thing. */
  loading: (operation: Operation) => changing(operation) || targeted(operation),
  listing: has('cursor'),
  awaiting: has('after'),
  dated: has('occurredAt'),
  streaming: (operation: Operation) => operation.kind === 'query' && operation.mediaTypes !== undefined,
  /** No operation: an address that is none, or GraphQL. */
  nowhere: () => false,
  /** No operation: `docket import`, which records what has happened elsewhere. */
  importing: () => false,
} as const;

export interface SharedProblem {
  readonly status: number;
  readonly code: string;
  readonly when: keyof typeof WHEN;
  readonly meaning: string;
}

export const mayAnswer = ({ when }: SharedProblem, operation: Operation): boolean => WHEN[when](operation);

/** By status, for the eye. */
const sorted = (problems: readonly SharedProblem[]): readonly SharedProblem[] =>
  [...problems].sort((one, other) => one.status - other.status);

/** The codes that are no operation's own. */
export const SHARED_PROBLEMS: readonly SharedProblem[] = sorted([
  {
    status: 400,
    code: 'input.invalid',
    when: 'always',
    meaning: 'A field, parameter or header is missing, wrong or unknown. `errors` names each, a hundred at most.',
  },
  { status: 400, code: 'input.notStorable', when: 'changing', meaning: 'A text can’t be stored as it is.' },
  { status: 400, code: 'body.notJson', when: 'changing', meaning: 'The body is no JSON.' },
  { status: 400, code: 'body.cutShort', when: 'changing', meaning: 'The body is not as long as Content-Length says.' },
  { status: 400, code: 'query.invalid', when: 'listing', meaning: 'The list can’t be asked for like that.' },
  { status: 400, code: 'query.tooLarge', when: 'listing', meaning: 'The list is asked for with too many values.' },
  { status: 400, code: 'position.invalid', when: 'awaiting', meaning: '`after` is no position of this log.' },
  { status: 400, code: 'cursor.invalid', when: 'listing', meaning: '`cursor` is malformed, of another query, or has expired.' },
  { status: 400, code: 'address.malformed', when: 'always', meaning: 'The address has a `%` that begins no character.' },
  { status: 400, code: 'request.malformed', when: 'always', meaning: 'The request is no proper HTTP.' },
  { status: 401, code: 'token.missing', when: 'signedIn', meaning: 'No access token was sent.' },
  { status: 401, code: 'token.invalid', when: 'signedIn', meaning: 'The access token is not known here, has expired or was revoked.' },
  {
    status: 403,
    code: 'request.forged',
    when: 'forgeable',
    meaning: 'A request that changes something came with the cookie of a session, but from a page of another origin.',
  },
  { status: 403, code: 'role.missing', when: 'signedIn', meaning: 'The token’s roles may not do this.' },
  { status: 404, code: 'route.unknown', when: 'nowhere', meaning: 'Nothing is offered at this address.' },
  { status: 404, code: 'stream.gone', when: 'loading', meaning: 'It was deleted for good.' },
  { status: 405, code: 'method.notAllowed', when: 'nowhere', meaning: 'The address takes other methods; `Allow` names them.' },
  { status: 400, code: 'occurredAt.invalid', when: 'dated', meaning: '`occurredAt` is no instant.' },
  { status: 400, code: 'occurredAt.future', when: 'dated', meaning: '`occurredAt` lies in the future.' },
  {
    status: 409,
    code: 'revision.conflict',
    when: 'changing',
    meaning: 'It was changed by others again and again while this was decided. Send it again.',
  },
  { status: 412, code: 'revision.mismatch', when: 'changing', meaning: 'It is not at the revision that `If-Match` names.' },
  { status: 422, code: 'idempotency.payloadDiffers', when: 'changing', meaning: 'The Idempotency-Key was used for something else.' },
  { status: 409, code: 'stream.tooLong', when: 'loading', meaning: 'Its history is as long as a history may be.' },
  { status: 408, code: 'request.tooSlow', when: 'always', meaning: 'The request did not come to its end in time.' },
  {
    status: 429,
    code: 'rate.exceeded',
    when: 'always',
    meaning: 'Too many requests in a minute: without a good token from one address, or with one token.',
  },
  { status: 431, code: 'header.tooLarge', when: 'always', meaning: 'The header is too large.' },
  { status: 413, code: 'body.tooLarge', when: 'changing', meaning: 'The body is too large.' },
  { status: 413, code: 'input.tooLarge', when: 'changing', meaning: 'What would be recorded is too large.' },
  { status: 414, code: 'address.tooLong', when: 'targeted', meaning: 'A part of the address is too long.' },
  { status: 415, code: 'mediaType.unsupported', when: 'changing', meaning: 'The body is not `application/json`, or is compressed.' },
  { status: 500, code: 'internal', when: 'always', meaning: 'Something went wrong here. The log has the details under `instance`.' },
  { status: 400, code: 'graphql.invalid', when: 'nowhere', meaning: 'The document of GraphQL, or its variables, do not fit the schema.' },
  { status: 400, code: 'graphql.tooDeep', when: 'nowhere', meaning: 'The document of GraphQL has too many fields within each other.' },
  { status: 400, code: 'graphql.tooManyAliases', when: 'nowhere', meaning: 'The document of GraphQL gives too many fields another name.' },
  {
    status: 400,
    code: 'graphql.tooCostly',
    when: 'nowhere',
    meaning: 'The document of GraphQL asks for too much at once. Ask for smaller pages.',
  },
  {
    status: 400,
    code: 'graphql.subscription',
    when: 'nowhere',
    meaning: 'Subscriptions are asked for over graphql-transport-ws, at the same address.',
  },
  { status: 503, code: 'streams.tooMany', when: 'streaming', meaning: 'Too many streams are open here. Try again after Retry-After.' },
  {
    status: 503,
    code: 'store.unavailable',
    when: 'always',
    meaning: 'A store is not available at the moment. Try again after Retry-After.',
  },
  {
    status: 503,
    code: 'outcome.unknown',
    when: 'changing',
    meaning: 'It is not known whether it was recorded. Send it again with the same Idempotency-Key.',
  },
  {
    status: 503,
    code: 'readModel.behind',
    when: 'awaiting',
    meaning: 'The read model has not come as far as `after`. Try again after Retry-After.',
  },
  { status: 422, code: 'history.notBegun', when: 'importing', meaning: 'A history begins with what makes its subject.' },
  {
    status: 422,
    code: 'history.begunBefore',
    when: 'importing',
    meaning: 'What makes a subject stands at the beginning of its history only.',
  },
  { status: 422, code: 'history.unknownType', when: 'importing', meaning: 'A type of event is declared nowhere.' },
  { status: 422, code: 'history.unknownField', when: 'importing', meaning: 'An event has a field that its type has not.' },
  { status: 409, code: 'history.differs', when: 'importing', meaning: 'Another row is recorded in its place.' },
  { status: 422, code: 'history.tooLarge', when: 'importing', meaning: 'An event is larger than an event may be.' },
  { status: 422, code: 'history.invalid', when: 'importing', meaning: 'An event can’t be stored as it is.' },
  {
    status: 400,
    code: 'occurredAt.beforeBeginning',
    when: 'importing',
    meaning: 'It is said to have happened before its subject came to be.',
  },
  {
    status: 400,
    code: 'occurredAt.beforePrevious',
    when: 'importing',
    meaning: 'It is said to have happened before the row in front of it.',
  },
  { status: 400, code: 'occurredAt.beforeRecorded', when: 'importing', meaning: 'Later rows of its source are recorded already.' },
]);
