import { MongoServerError, type Document } from 'mongodb';
import type { ProjectionRecord } from '../document-store.js';
import { collectionOf } from '../document-store.js';
import { DocumentsUnavailable } from '../failures.js';
import { VIEW_TRIES_MAX } from './limits.js';
import { VIEW_PIPELINE } from './stored.js';

/** Runs one command on the database. */
export type RunCommand = (command: Document) => Promise<Document>;

const NAMESPACE_NOT_FOUND = 26;
const NAMESPACE_EXISTS = 48;
const COMMAND_NOT_FOUND = 59;

/** What the server said, where it did answer. */
const refusalOf = (error: unknown): MongoServerError | undefined => {
  const cause = error instanceof DocumentsUnavailable ? error.cause : error;
  return cause instanceof MongoServerError ? cause : undefined;
};

const isCode = (error: unknown, code: number): boolean => refusalOf(error)?.code === code;

/** Nothing was refused: it is tried again with the next write. */
const restless = (what: string): DocumentsUnavailable => new DocumentsUnavailable(`${what} kept changing while it was shown`);

/** Views of stable names (`tickets`, `timeline`, …) over the collections of whichever build serves. They are for analysts alone: what goes wrong with them never
 *  stands in the way of Docket's own work. What the server can't be asked now is done with the next write; what it refuses is warned of, and tried again when a record is written. */
export class Views {
  /** Projections whose views may be behind. */
  readonly #behind = new Set<string>();
  readonly #shown = new Map<string, string>();
  readonly #warned = new Set<string>();
  #isOff = false;

  constructor(
    private readonly run: RunCommand,
    private readonly read: (projection: string) => Promise<ProjectionRecord | undefined>,
    private readonly warn: (message: string) => void,
  ) {}

  /** A record was written: where another build serves than was last shown from here, its collections are shown from now on. */
  async follow({ projection, serving }: ProjectionRecord): Promise<void> {
    if (serving === undefined || this.#shown.get(projection) === serving) return;
    this.#behind.add(projection);
    await this.catchUp();
  }

  /** Does what could not be done before. */
  async catchUp(): Promise<void> {
    for (const projection of this.#isOff ? [] : this.#behind) {
      try {
        await this.#show(projection);
        this.#behind.delete(projection);
      } catch (error) {
        const refusal = refusalOf(error);
        // Without an answer it stays behind: whatever Docket itself writes next fails as loudly, or finds the server back.
        if (refusal) this.#letBe(projection, refusal);
      }
    }
  }

  /** Whoever is overtaken by a further switch while showing one shows that too: the last word is the record's. */
  async #show(projection: string): Promise<void> {
    let shown: string | undefined;
    for (let tries = 0; tries < VIEW_TRIES_MAX; tries++) {
      const record = await this.read(projection);
      const serving = record?.serving;
      if (record === undefined || serving === undefined || serving === shown) return;
      const names = record.builds[serving]?.collections ?? [];
      for (const name of names) await this.#point(name, collectionOf(name, serving));
      for (const name of formerNames(record, names)) await this.#hide(name);
      shown = serving;
      this.#shown.set(projection, serving);
    }
    throw restless(`projection ${projection}`);
  }

  async #point(view: string, viewOn: string): Promise<void> {
    const definition = { viewOn, pipeline: VIEW_PIPELINE };
    // The change comes first: a server that has no views makes a plain collection when it is asked to create one.
    for (let tries = 0; tries < VIEW_TRIES_MAX; tries++) {
      try {
        await this.run({ collMod: view, ...definition });
        return;
      } catch (error) {
        if (!isCode(error, NAMESPACE_NOT_FOUND)) throw error;
      }
      try {
        await this.run({ create: view, ...definition });
        return;
      } catch (error) {
        if (!isCode(error, NAMESPACE_EXISTS)) throw error;
      }
    }
    throw restless(`view ${view}`);
  }

  /** Only ever a view: under its name somebody may keep a collection. */
  async #hide(name: string): Promise<void> {
    const listed = await this.run({ listCollections: 1, filter: { name, type: 'view' }, nameOnly: true });
    const found = (listed['cursor'] as { readonly firstBatch: readonly Document[] }).firstBatch;
    if (found.some((each) => each['name'] === name && each['type'] === 'view')) await this.run({ drop: name });
  }

  #letBe(projection: string, { code, message }: MongoServerError): void {
    this.#behind.delete(projection);
    if (code === COMMAND_NOT_FOUND) this.#isOff = true;
    else if (!this.#warned.has(message)) this.warn(`views for analysts can't be kept: ${message}`);
    this.#warned.add(message);
  }
}

/** Collections that other builds have, and the one that serves has no more. */
const formerNames = ({ builds }: ProjectionRecord, names: readonly string[]): ReadonlySet<string> =>
  new Set(Object.values(builds).flatMap(({ collections }) => collections.filter((name) => !names.includes(name))));
