/** By status, for the eye. */
const sorted = (problems: readonly SharedProblem[]): readonly SharedProblem[] =>
  [...problems].sort((one, other) => one.status - other.status);

interface SharedProblem {
  readonly status: number;
  readonly code: string;
  readonly meaning: string;
}

/** The codes that every operation may answer, beside its own. */
export const SHARED_PROBLEMS: readonly SharedProblem[] = sorted([
  { status: 400, code: 'input.invalid', meaning: 'A field, parameter or header is missing, wrong or unknown. `errors` names each.' },
  { status: 400, code: 'input.notStorable', meaning: 'A text can’t be stored as it is.' },
  { status: 400, code: 'body.notJson', meaning: 'The body is no JSON.' },
  { status: 400, code: 'body.cutShort', meaning: 'The body is not as long as Content-Length says.' },
  { status: 400, code: 'query.invalid', meaning: 'The list can’t be asked for like that.' },
  { status: 400, code: 'query.tooLarge', meaning: 'The list is asked for with too many values.' },
  { status: 400, code: 'position.invalid', meaning: '`after` is no position of this log.' },
  { status: 400, code: 'cursor.invalid', meaning: '`cursor` is malformed, of another query, or has expired.' },
  { status: 400, code: 'address.malformed', meaning: 'The address has a `%` that begins no character.' },
  { status: 400, code: 'request.malformed', meaning: 'The request is no proper HTTP.' },
  { status: 401, code: 'token.missing', meaning: 'No access token was sent.' },
  { status: 401, code: 'token.invalid', meaning: 'The access token is not known here, has expired or was revoked.' },
  {
    status: 403,
    code: 'request.forged',
    meaning: 'A request that changes something came with the cookie of a session, but from a page of another origin.',
  },
  { status: 403, code: 'role.missing', meaning: 'The token’s roles may not do this.' },
  { status: 404, code: 'route.unknown', meaning: 'Nothing is offered at this address.' },
  { status: 404, code: 'stream.gone', meaning: 'It was deleted for good.' },
  { status: 405, code: 'method.notAllowed', meaning: 'The address takes other methods; `Allow` names them.' },
  { status: 400, code: 'occurredAt.invalid', meaning: '`occurredAt` is no instant.' },
  { status: 400, code: 'occurredAt.future', meaning: '`occurredAt` lies in the future.' },
  { status: 409, code: 'revision.conflict', meaning: 'It was changed by others again and again while this was decided. Send it again.' },
  { status: 412, code: 'revision.mismatch', meaning: 'It is not at the revision that `If-Match` names.' },
  { status: 422, code: 'idempotency.payloadDiffers', meaning: 'The Idempotency-Key was used for something else.' },
  { status: 409, code: 'stream.tooLong', meaning: 'Its history is as long as a history may be.' },
  { status: 408, code: 'request.tooSlow', meaning: 'The request did not come to its end in time.' },
  { status: 431, code: 'header.tooLarge', meaning: 'The header is too large.' },
  { status: 413, code: 'body.tooLarge', meaning: 'The body is too large.' },
  { status: 413, code: 'input.tooLarge', meaning: 'What would be recorded is too large.' },
  { status: 414, code: 'address.tooLong', meaning: 'A part of the address is too long.' },
  { status: 415, code: 'mediaType.unsupported', meaning: 'The body is not `application/json`.' },
  { status: 500, code: 'internal', meaning: 'Something went wrong here. The log has the details under `instance`.' },
  { status: 400, code: 'graphql.invalid', meaning: 'The document of GraphQL, or its variables, do not fit the schema.' },
  { status: 400, code: 'graphql.tooDeep', meaning: 'The document of GraphQL has too many fields within each other.' },
  { status: 400, code: 'graphql.tooManyAliases', meaning: 'The document of GraphQL gives too many fields another name.' },
  { status: 400, code: 'graphql.tooCostly', meaning: 'The document of GraphQL asks for too much at once. Ask for smaller pages.' },
  { status: 400, code: 'graphql.subscription', meaning: 'Subscriptions are asked for over graphql-transport-ws, at the same address.' },
  { status: 503, code: 'streams.tooMany', meaning: 'Too many streams are open here. Try again after Retry-After.' },
  { status: 503, code: 'store.unavailable', meaning: 'A store is not available at the moment. Try again after Retry-After.' },
  {
    status: 503,
    code: 'outcome.unknown',
    meaning: 'It is not known whether it was recorded. Send it again with the same Idempotency-Key.',
  },
  { status: 503, code: 'readModel.behind', meaning: 'The read model has not come as far as `after`. Try again after Retry-After.' },
]);
