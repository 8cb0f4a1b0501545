/** `DKTE`, as SQLite's application_id: what tells an event log of Docket from any other SQLite file. */
export const APPLICATION_ID = 0x444b5445;
/** Of the tables below; in SQLite's user_version. */
export const FORMAT_VERSION = 1;

/** Streams have numbers, so that those which began at the same time stand together in the index, however their names sort: a group of
 *  appends then writes few pages. `bytes` are the canonical bytes of the event, `digest` their leaf hash in hex. A log only grows: the
 *  triggers say so to everybody. */
export const SCHEMA = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  );
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams,
    revision INTEGER NOT NULL,
    bytes TEXT NOT NULL,
    digest TEXT NOT NULL
  );
  CREATE UNIQUE INDEX events_of_stream ON events (stream, revision);
  ${['streams', 'events']
    .flatMap((table) =>
      ['UPDATE', 'DELETE'].map(
        (change) => `
  CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
  BEGIN SELECT RAISE(ABORT, 'an event log only grows: ${change} of ${table} is refused'); END;`,
      ),
    )
    .join('')}
`;
