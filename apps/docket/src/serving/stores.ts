import { existsSync } from 'node:fs';
import { type DocumentReader, SqliteDocumentReader } from '@docket/document-store';
import { CredentialFile, type CredentialStore, openCredentialCollection } from '@docket/accounts';
import { DataFolder, EVENTS_FILE, type EventStore, type ServerEventStore, SqliteEventStore } from '@docket/event-store';
import { type OpenedLog, openLog, WrongSecret } from '@docket/deciding';
import type { Log } from '@docket/gateway';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { assertNotRestoring, assertNotRestoringOn } from '../moving/unfinished-restore.js';
import { secretOf } from '../secret.js';
import type { EventStoreServer } from '../server-settings.js';
import type { Settings } from '../settings.js';
import { LateDocumentReader } from './late-document-reader.js';
import { LateEventStore } from './late-event-store.js';
import {
  DOCUMENTS_FILE,
  foreseenOfStores,
  openDocumentServer,
  openEventServer,
  type StoreAddresses,
  type Warn,
} from './store-addresses.js';

export const CREDENTIALS_FILE = 'credentials.db';

export type StoreSettings = Pick<Settings, 'dataDir' | 'eventStore' | 'documentStore' | 'secret'>;

/** The stores that the settings choose, open in this process. Each may be embedded or on a server. */
export interface Stores {
  readonly events: EventStore;
  readonly documents: DocumentReader;
  /** Where the documents are, but no document: what passwords are checked by. */
  readonly credentials: CredentialStore;
  readonly addresses: StoreAddresses;
  /** Opens the log, the first time with LogOpened. Throws CannotGoOn where the secret is another one or the server is none that Docket can use; fails with
   *  StoreUnavailable. */
  openLog(): Promise<OpenedLog>;
  close(): Promise<void>;
}

interface OpenedAt<Store, Address> {
  readonly store: Store;
  readonly address: Address;
}

interface OpenedEvents extends OpenedAt<EventStore, StoreAddresses['events']> {
  readonly secret: string;
  /** Throws CannotGoOn where a log that was opened must not be used yet. */
  readonly checkOpened: () => Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

/** Asked before anything is written, too: a restore may have died before its first event. */
const openUnlessRestoring = async (address: EventStoreServer, warn: Warn): Promise<ServerEventStore> => {
  const server = await openEventServer(address, warn);
  try {
    await assertNotRestoringOn(server);
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
};

/** What was opened, to be closed in the other order. */
class Opening {
  readonly #closers: (() => Promise<void> | void)[] = [];
  #folder: Promise<DataFolder> | undefined;

  constructor(
    private readonly settings: StoreSettings,
    private readonly warn: Warn,
    private readonly committed: (appends: number) => void,
  ) {}

  async events(): Promise<OpenedEvents> {
    const { eventStore, secret } = this.settings;
    if (eventStore) return this.#eventsOn(eventStore, given(secret));
    const folder = await this.#openFolder();
    assertNotRestoring(folder);
    const file = folder.file(EVENTS_FILE);
    const own = secretOf(folder.path, secret, existsSync(file));
    return {
      address: { file },
      store: this.#add(await SqliteEventStore.open({ folder, warn: this.warn, committed: this.committed })),
      secret: own,
      checkOpened: nothing,
    };
  }

  #eventsOn(address: EventStoreServer, secret: string): OpenedEvents {
    let server: ServerEventStore | undefined;
    const store = new LateEventStore(async () => (server = await openUnlessRestoring(address, this.warn)));
    const checkOpened = async (): Promise<void> => {
      if (server) await assertNotRestoringOn(server);
    };
    return { address, store: this.#add(store), secret, checkOpened };
  }

  async documents(): Promise<OpenedAt<DocumentReader, StoreAddresses['documents']>> {
    const { documentStore } = this.settings;
    if (documentStore)
      return { address: documentStore, store: this.#add(new LateDocumentReader(() => openDocumentServer(documentStore, this.warn))) };
    const file = (await this.#openFolder()).file(DOCUMENTS_FILE);
    return { address: { file }, store: this.#add(await SqliteDocumentReader.open(file)) };
  }

  async credentials(): Promise<CredentialStore> {
    const { documentStore } = this.settings;
    return this.#add(
      documentStore
        ? openCredentialCollection(documentStore, this.warn)
        : new CredentialFile((await this.#openFolder()).file(CREDENTIALS_FILE)),
    );
  }

  async close(): Promise<void> {
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) await close();
  }

  /** One lock for both stores. */
  #openFolder(): Promise<DataFolder> {
    this.#folder ??= DataFolder.open(this.settings.dataDir).then((folder) => this.#add(folder));
    return this.#folder;
  }

  #add<Store extends { close(): Promise<void> | void }>(store: Store): Store {
    this.#closers.push(() => store.close());
    return store;
  }
}

/** A server's log has the secret that every process is given; the settings see to it that there is one. */
const given = (secret: string | undefined): string => {
  if (secret === undefined) throw new CannotGoOn('DOCKET_SECRET: it is required with EVENTSTORE_URL', EXIT.setting);
  return secret;
};

const openedLog = async ({ store, secret, checkOpened }: OpenedEvents): Promise<OpenedLog> => {
  try {
    const opened = await openLog(store, secret, Date.now);
    await checkOpened();
    return opened;
  } catch (error) {
    if (error instanceof WrongSecret) throw new CannotGoOn(`DOCKET_SECRET: ${error.message}`, EXIT.setting, { cause: error });
    throw foreseenOfStores(error);
  }
};

/** Opens the stores; a server need not be there yet. `committed` is told of each commit of the embedded log how many appends it has answered. Throws CannotGoOn where the data folder is open elsewhere or can't be written, or a file is none of
 *  Docket's. */
export const openStores = async (
  settings: StoreSettings,
  log: Log,
  committed: (appends: number) => void = () => undefined,
): Promise<Stores> => {
  const opening = new Opening(settings, (message) => log.warn({}, message), committed);
  try {
    const events = await opening.events();
    const documents = await opening.documents();
    const credentials = await opening.credentials();
    return {
      events: events.store,
      documents: documents.store,
      credentials,
      addresses: { events: events.address, documents: documents.address },
      openLog: () => openedLog(events),
      close: () => opening.close(),
    };
  } catch (error) {
    await opening.close();
    throw foreseenOfStores(error);
  }
};
