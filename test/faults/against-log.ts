import { MongoClient } from 'mongodb';
import { collectionOf, type DocumentStore, openMongoDocumentStore } from '@docket/document-store';
import { liftedEvents, openEventStoreDb, type RecordedEvent } from '@docket/event-store';
import { wholeLog } from '@docket/event-store/testing';
import { eventTypesOf, type Projection } from '@docket/projecting';
import { canonical, type ComparedDocument, documentsById, plainFold } from '@docket/projecting/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import type { Acknowledged } from './persistent-clients.js';

/** As the processes have it that are given no other. */
const TIME_ZONE = 'UTC';
/** The projections' documents are in the database that this names. */
const DATABASE = 'docket';

const projections = capabilities.flatMap((capability) => capability.projections?.({ timeZone: TIME_ZONE }) ?? []);
const eventTypes = eventTypesOf(capabilities);

/** The whole log on a server, its events in their present versions. */
export const eventsOf = async (url: string): Promise<readonly RecordedEvent[]> => {
  const store = await openEventStoreDb({ url, warn: () => undefined });
  try {
    return await wholeLog(liftedEvents(store, eventTypes));
  } finally {
    await store.close();
  }
};

export interface Commands {
  readonly acknowledged: readonly Acknowledged[];
  /** The markers of all commands that were ever sent, acknowledged or not. */
  readonly sent: readonly string[];
}

/** The markers of commands that were acknowledged and do not stand in the log where they were said to, and of those that stand there more than once. */
export const checkCommands = (log: readonly RecordedEvent[], { acknowledged, sent }: Commands): { lost: string[]; doubled: string[] } => {
  const found = new Map<string, RecordedEvent[]>(sent.map((marker) => [marker, []]));
  for (const event of log) for (const value of Object.values(event.data)) found.get(value as string)?.push(event);
  const stands = ({ marker, ticketId, revision }: Acknowledged): boolean =>
    found.get(marker)?.some((event) => event.stream === `ticket-${ticketId}` && event.revision <= revision) ?? false;
  return {
    lost: acknowledged.filter((one) => !stands(one)).map(({ marker }) => marker),
    doubled: [...found].filter(([, events]) => events.length > 1).map(([marker]) => marker),
  };
};

export interface ComparedDocuments {
  readonly count: number;
  /** One line for each document that is missing, differs, or should not be. */
  readonly differing: readonly string[];
}

/** Compares the documents that serve with those that a plain fold of the log gives: no batches, no guards, no store. */
export const compareDocuments = async (url: string, log: readonly RecordedEvent[]): Promise<ComparedDocuments> => {
  const client = await MongoClient.connect(url);
  const documents = await openMongoDocumentStore({ url, database: DATABASE, warn: () => undefined });
  try {
    const differing: string[] = [];
    let count = 0;
    for (const projection of projections) {
      for (const [name, expected] of plainFold(projection, log)) {
        const physical = collectionOf(name, await servingBuildOf(documents, projection));
        const ids = await client.db(DATABASE).collection<{ _id: string }>(physical).distinct('_id', { removed: false });
        differing.push(...differences(name, expected, await documentsById(documents, physical, new Set([...expected.keys(), ...ids]))));
        count += expected.size;
      }
    }
    return { count, differing };
  } finally {
    await documents.close();
    await client.close();
  }
};

const servingBuildOf = async (documents: DocumentStore, { name }: Projection): Promise<string> => {
  const serving = (await documents.readProjection(name))?.serving;
  if (serving === undefined) throw new Error(`no build of ${name} serves`);
  return serving;
};

type ById = ReadonlyMap<string, ComparedDocument>;

const differences = (collection: string, expected: ById, actual: ById): string[] =>
  [...new Set([...expected.keys(), ...actual.keys()])]
    .map((id) => ({ id, should: canonical(expected.get(id) ?? 'nothing'), is: canonical(actual.get(id) ?? 'nothing') }))
    .filter(({ should, is }) => should !== is)
    .map(({ id, should, is }) => `${collection}/${id} is ${is}; expected ${should}`);
