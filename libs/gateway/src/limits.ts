/** Items that a page of a list may hold, and holds when nothing is asked. */
export const LIST_LIMIT_MAX = 100;
export const LIST_LIMIT_DEFAULT = 50;
/** Characters of a cursor: it carries a build, a hash of its query and a place (the value of an order and an id). */
export const CURSOR_LENGTH_MAX = 4_096;
/** Characters of a position as any store writes it. */
export const POSITION_LENGTH_MAX = 64;
/** Bytes of a request's body: as many as an event may have. */
export const BODY_BYTES_MAX = 512 * 1024;
/** Characters of an Idempotency-Key. */
export const IDEMPOTENCY_KEY_LENGTH_MAX = 200;
/** Characters of a request id that is taken from the caller. */
export const REQUEST_ID_LENGTH_MAX = 100;
/** Characters of one path parameter. */
export const PATH_PARAMETER_LENGTH_MAX = 200;
/** When a caller may try again what a store could not do. */
export const RETRY_AFTER_SECONDS = 1;
/** Milliseconds that requests in flight are given to end when the program stops. */
export const CLOSING_MS_MAX = 10_000;
/** Milliseconds in which a request must have come to its end, so that nobody holds a connection by sending a byte now and then. */
export const REQUEST_MS_MAX = 60_000;
/** How often in that time it is looked who has used it up. */
export const REQUEST_LOOKS = 4;
/** Milliseconds that a connection is kept after its last answer, so that a client who still sends can read it. */
export const REFUSED_LINGER_MS = 1_000;
/** Milliseconds in which requests are counted. */
export const RATE_WINDOW_MS = 60_000;
/** Requests in that time from one address, of which nobody has proved who sends them, where nothing else is set. */
export const UNAUTHENTICATED_REQUESTS_MAX = 300;
/** Answers that come piece by piece and are open at once; one more is refused. */
export const STREAMS_MAX = 4_096;
/** Milliseconds after which a stream in which nothing happens says so: less than proxies wait. */
export const STREAM_IDLE_MS = 15_000;
/** Milliseconds after which it is asked again whether those who hold streams still may. */
export const STREAM_AUTHORITY_MS = 500;
/** Things that are wrong with an input and are told at once. */
export const INPUT_ERRORS_MAX = 100;
/** UTF-16 units of a field's name, with its path, where it is told what is wrong with the field. A longer one is cut in its middle. */
export const FIELD_NAME_LENGTH_MAX = 200;
/** Objects and lists within each other in an input; the outermost counts. */
export const INPUT_NESTING_MAX = 32;
/** Characters of one document of GraphQL. */
export const GRAPHQL_LENGTH_MAX = 20_000;
/** Words and signs of one document of GraphQL. */
export const GRAPHQL_TOKENS_MAX = 2_000;
/** Fields within each other in a document of GraphQL; the outermost counts. */
export const GRAPHQL_DEPTH_MAX = 15;
/** Other names that a document of GraphQL gives to fields. */
export const GRAPHQL_ALIASES_MAX = 50;
/** What a document of GraphQL may cost: a field 1, a question to the stores GRAPHQL_QUESTION_COST, all of it times the things that a list may hold. */
export const GRAPHQL_COST_MAX = 20_000;
export const GRAPHQL_QUESTION_COST = 10;
/** How often a document of GraphQL may ask for all of the schema, or for as much of it by other questions. */
export const GRAPHQL_INTROSPECTIONS_MAX = 2;
/** Documents of GraphQL that are remembered when they were found valid. */
export const GRAPHQL_DOCUMENTS_MAX = 500;
/** Characters that these have together. */
export const GRAPHQL_DOCUMENTS_LENGTH_MAX = 1_000_000;
/** Values in the variables of a request, however deep they stand. */
export const GRAPHQL_VALUES_MAX = 5_000;
/** Characters of what GraphQL says of a document or of variables: it repeats whole values. What is longer is cut in its middle. */
export const GRAPHQL_MESSAGE_LENGTH_MAX = 500;
/** Values in the variables of a request that is executed compiled; with more of them it takes another way, which is slower. */
export const GRAPHQL_COMPILED_VALUES_MAX = 150;
/** Subscriptions that one connection may have. */
export const GRAPHQL_SUBSCRIPTIONS_MAX = 50;
/** Connections for subscriptions that are open at once. */
export const GRAPHQL_CONNECTIONS_MAX = 4_096;
/** Of these, from one address, before it is known whose they are. */
export const GRAPHQL_STRANGERS_MAX = 256;
/** Bytes that wait for a client that does not read; with one more it is cut off. */
export const GRAPHQL_BACKLOG_BYTES_MAX = 1024 * 1024;
/** Milliseconds in which a client must answer a ping. */
export const GRAPHQL_PING_MS = 15_000;
/** Milliseconds in which a client must answer that its connection is closed when the program stops. */
export const GRAPHQL_CLOSING_MS_MAX = 2_000;
/** Bytes of a body that is refused as too large and is taken all the same, and thrown away: whoever is still sending sees the answer only then. A longer one is cut. */
export const DRAINED_BYTES_MAX = 32 * 1024 * 1024;
