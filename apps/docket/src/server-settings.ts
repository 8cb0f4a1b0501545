import { CannotGoOn, EXIT } from './exit-codes.js';

/** An EventStoreDB that keeps the log. Plain data: a thread opens its own connection by it. */
export interface EventStoreServer {
  /** The connection string as it was given, credentials and all: it goes to the client and nowhere else. */
  readonly url: string;
  /** Before every stream's name there. */
  readonly prefix: string;
}

/** A MongoDB that keeps the documents. */
export interface DocumentStoreServer {
  readonly url: string;
  readonly database: string;
}

/** Characters of EVENTSTORE_PREFIX. */
export const PREFIX_LENGTH_MAX = 64;
/** Bytes that MongoDB gives a database's name. */
export const DATABASE_BYTES_MAX = 63;
const DATABASE = 'docket';

/** One line that names the setting. It never repeats what was given: an address may carry a password. */
export const wrong = (setting: string, why: string): CannotGoOn => new CannotGoOn(`${setting}: ${why}`, EXIT.setting);

/** Nodes of a cluster are separated by commas, which no URL parser takes. The rest of it is the client's to understand. */
const EVENTSTORE_URL = /^esdb(\+discover)?:\/\/([^@/?#\s]*@)?[^@/?#\s]+\/?(\?[^#\s]*)?$/;

export const eventStoreUrl = (text: string): string => {
  if (!EVENTSTORE_URL.test(text))
    throw wrong(
      'EVENTSTORE_URL',
      'it is no connection string of EventStoreDB: give esdb://user:password@host:2113 or, for a cluster, esdb+discover://…; what stands in a password apart from letters and digits is written as %xx',
    );
  return text;
};

export const eventStorePrefix = (text: string): string => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/.test(text) || text.length > PREFIX_LENGTH_MAX)
    throw wrong(
      'EVENTSTORE_PREFIX',
      `it must be 1 to ${PREFIX_LENGTH_MAX} letters, digits and _ . : -, and begin with a letter or a digit`,
    );
  return text;
};

const MONGODB_URL = /^mongodb(?:\+srv)?:\/\/(?:[^@/?#\s]*@)?[^@/?#\s]+(?:\/([^/?#\s]*))?(?:\?[^#\s]*)?$/;

/** The database's name stands in the address, as everywhere with MongoDB; `docket` where there is none. */
export const documentStoreServer = (text: string): DocumentStoreServer => {
  const [matched, path] = MONGODB_URL.exec(text) ?? [];
  if (matched === undefined)
    throw wrong(
      'MONGODB_URL',
      'it is no connection string of MongoDB: give mongodb://user:password@host:27017/docket or mongodb+srv://…; what stands in a password apart from letters and digits is written as %xx',
    );
  const database = path === undefined || path === '' ? DATABASE : decoded(path);
  if (!/^[^/\\. "$*<>:|?\0]+$/.test(database) || Buffer.byteLength(database) > DATABASE_BYTES_MAX)
    throw wrong(
      'MONGODB_URL',
      `the name of its database (behind the last /) must be 1 to ${DATABASE_BYTES_MAX} bytes, without blanks and / \\ . " $ * < > : | ?`,
    );
  return { url: text, database };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
