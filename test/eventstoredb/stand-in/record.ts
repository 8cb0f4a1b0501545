/** An event as a client sends it. `id` is a UUID in lower case; `data` and `metadata` are bytes that the server does not look into. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** One append, as it is kept: all of its events or none. `createdTicks` counts 100 ns since 1970. */
export interface LogEntry {
  readonly stream: string;
  readonly createdTicks: bigint;
  readonly events: readonly ProposedEvent[];
}

/** An event in the log. `position` is a byte offset and serves as commit and as prepare position, `index` its place in `$all`. */
export interface LoggedRecord extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly createdTicks: bigint;
  readonly index: number;
}

/** What a record takes in the server's log beside its strings and bytes: framing, flags, ids, numbers, lengths. */
const RECORD_OVERHEAD_BYTES = 102;

/** The bytes that a record takes in the log: positions grow by it. */
export const sizeInLog = (stream: string, { type, data, metadata }: ProposedEvent): bigint =>
  BigInt(RECORD_OVERHEAD_BYTES + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length);

/** What an event counts towards the largest append: its bytes, and its type in UTF-16. */
export const sizeInAppend = ({ type, data, metadata }: ProposedEvent): number => data.length + metadata.length + 2 * type.length;

/** The largest append, in bytes of its events together. */
export const MAX_APPEND_BYTES = 1024 * 1024;

/** Streams and event types whose names begin so are the server's own. */
export const SYSTEM_PREFIX = '$';

/** The type of the event that ends a stream for good. */
export const TOMBSTONE_TYPE = '$streamDeleted';

/** The revision of a tombstone: the largest that there is. */
export const TOMBSTONE_REVISION = 2n ** 63n - 1n;
