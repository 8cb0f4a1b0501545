import 'reflect-metadata';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createExecutor, type Executor, type OpenedLog } from '@docket/deciding';
import {
  assertColumns,
  ChangeLog,
  DoesNotFit,
  type ImportCounts,
  type ImportEnd,
  importLog,
  InvalidMapping,
  type Mapping,
  NoLog,
  PersonRefused,
  readMapping,
  type RejectedLine,
  WorkingFile,
  writeRejects,
} from '@docket/importing';
import type { DataFolder } from '@docket/event-store';
import { eventTypesOf } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import type { Progress } from '../cli/progress.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { openFolder } from '../open-folder.js';
import { ship } from '../serving/first-start.js';
import { createLog } from '../serving/log.js';
import { ProjectorThread } from '../serving/projector-thread.js';
import { foreseenAtWork, projectorName } from '../serving/store-addresses.js';
import { openStores, type Stores } from '../serving/stores.js';
import type { Settings } from '../settings.js';
import { unlessStopped } from '../unless-stopped.js';
import { Following } from './following.js';
import type { ImportReport } from './summary.js';

/** Bytes of folded streams that are held: an import comes back to a ticket rarely, and soon. */
const CACHE_BYTES_MAX = 4 * 1024 * 1024;
/** Rejected rows that are told one by one. */
const REJECTIONS_SHOWN_MAX = 20;
/** The working files' folder, in the data folder. It has a lock of its own: where both stores are on servers nobody has locked the data folder, and two imports
 *  of one log would take each other's memory of its cases for their own. */
const WORKING_FOLDER = 'importing';

/** What an import is told, and whom it tells. */
export interface RunImportOptions {
  readonly settings: Settings;
  /** The log. */
  readonly file: string;
  readonly mappingFile: string;
  readonly progress: Progress;
  /** Takes a line for whoever looks on. */
  readonly note: (line: string) => void;
  /** Ends the import early. */
  readonly signal: AbortSignal;
}

/** How much the heap may grow over what is alive before it is collected. V8 lets it grow fourfold where the machine has memory, and an import makes garbage all the
 *  time. */
const HEAP_GROWING = '--heap-growing-percent=50';

/** Imports a log into a data folder that no server has open, and waits until the read models show it. Throws CannotGoOn. */
export const runImport = async (options: RunImportOptions): Promise<ImportReport> => {
  setFlagsFromString(HEAP_GROWING);
  try {
    const mapping = await readMapping(options.mappingFile);
    const log = await ChangeLog.open(options.file, mapping.delimiter);
    assertColumns(mapping, log.header);
    return await new ImportRun(options, mapping, log).run();
  } catch (error) {
    throw foreseen(error);
  }
};

const foreseen = (error: unknown): unknown => {
  if (error instanceof InvalidMapping || error instanceof DoesNotFit)
    return new CannotGoOn(error.lines.join('\ndocket: '), EXIT.data, { cause: error });
  if (error instanceof NoLog || error instanceof PersonRefused) return new CannotGoOn(error.message, EXIT.data, { cause: error });
  return foreseenAtWork(error);
};

/** What the rows go into. */
interface ImportParts {
  readonly stores: Stores;
  readonly opened: OpenedLog;
  readonly executor: Executor;
  /** Of the working files. */
  readonly folder: DataFolder;
}

/** One import: what it has opened so far, so that it is closed however it ends. */
class ImportRun {
  readonly #closers: (() => Promise<void> | void)[] = [];
  readonly #shown: string[] = [];

  constructor(
    private readonly options: RunImportOptions,
    private readonly mapping: Mapping,
    private readonly log: ChangeLog,
  ) {}

  async run(): Promise<ImportReport> {
    try {
      const { settings } = this.options;
      const serviceLog = createLog(settings.logLevel === 'info' ? 'warn' : settings.logLevel);
      const stores = this.#opened(await openStores(settings, serviceLog));
      const folder = this.#opened(await openFolder(join(settings.dataDir, WORKING_FOLDER)));
      const opened = await stores.openLog();
      const { logId, identities } = opened;
      const executor = executorOf(stores, opened, settings);
      this.#closers.unshift(() => executor.dispose());
      await ship({ executor, identities, capabilities, logId });
      const { addresses } = stores;
      const data = { addresses, holder: projectorName(addresses), timeZone: settings.timeZone, tracing: false };
      const projector = ProjectorThread.prepare({ data, log: serviceLog });
      this.#closers.unshift(() => projector.stop());
      await unlessStopped(() => projector.fold(logId), this.options.signal);
      return await this.#imported({ stores, opened, executor, folder });
    } finally {
      for (const close of this.#closers) await close();
    }
  }

  async #imported({ stores, opened, executor, folder }: ImportParts): Promise<ImportReport> {
    const working = this.#opened(WorkingFile.open(folder.file(`${this.mapping.source}.sqlite`), opened.logId));
    const began = performance.now();
    const end = await this.#import(opened, executor, working);
    const importSeconds = secondsSince(began);
    const rejectsFile = folder.file(`${this.mapping.source}.rejects.csv`);
    const rejects = await writeRejects(rejectsFile, working.rejected());
    this.#tell(end, rejectsFile);
    this.#checkTaken(end, working.progress());
    const following = new Following(stores, this.options);
    const followed = end.complete && (await following.wait());
    return {
      ...end.counts,
      rowsBefore: end.rowsBefore,
      complete: end.complete,
      importSeconds,
      followedSeconds: followed ? secondsSince(began) : null,
      rssMaxMebibytes: Math.round(process.resourceUsage().maxRSS / 1_024),
      rejectsFile: rejects ? rejectsFile : null,
    };
  }

  #import({ identities }: OpenedLog, executor: Executor, memory: WorkingFile): Promise<ImportEnd> {
    const { settings, progress, signal } = this.options;
    return importLog({
      mapping: this.mapping,
      log: this.log,
      memory,
      executor,
      identities,
      timeZone: settings.timeZone,
      clock: Date.now,
      signal,
      onProgress: (offset, { rows, events }) =>
        progress.update(offset, this.log.size, `bytes read (${rows.toLocaleString('en')} rows, ${events.toLocaleString('en')} events)`),
      onRejected: (line) => this.#show(line),
    });
  }

  #show({ line, case: name, reason }: RejectedLine): void {
    if (this.#shown.length > REJECTIONS_SHOWN_MAX) return;
    this.#shown.push(`line ${line}${name === undefined ? '' : ` (${name})`}: ${reason}`);
  }

  #tell({ began, rowsBefore, counts, complete }: ImportEnd, rejectsFile: string): void {
    const { progress, note, file } = this.options;
    progress.end(complete ? `${file} is read to its end` : `stopped; the same command goes on where it was`);
    if (began === 'on') note(`the first ${rowsBefore.toLocaleString('en')} rows had been imported before`);
    if (began === 'anew')
      note('the file does not begin as the one before did: it was read from its start, and what was imported before was left as it is');
    if (began === 'remapped')
      note('the mapping is another one than before: the file was read from its start, and what was imported before was left as it is');
    if (began === 'restored')
      note('the event log does not hold what was imported before (it was restored from an older copy): the file was read from its start');
    if (began === 'again')
      note(
        'rows that lay in the future before do no more: the file was read from its start, and what was imported before was left as it is',
      );
    for (const line of this.#shown.slice(0, REJECTIONS_SHOWN_MAX)) note(`rejected: ${line}`);
    const more = counts.rejected - REJECTIONS_SHOWN_MAX;
    if (more > 0) note(`and ${more.toLocaleString('en')} more rejected rows: ${rejectsFile}`);
  }

  /** A file of which nothing could be taken, now or before, is none for this mapping. */
  #checkTaken({ complete, counts }: ImportEnd, before: ImportCounts = counts): void {
    const { file, mappingFile } = this.options;
    const nothing = [counts, before].every(({ rows, rejected }) => rejected === rows);
    if (complete && nothing && before.rows > 0)
      throw new CannotGoOn(`every row of ${file} is rejected: the mapping ${mappingFile} does not fit it`, EXIT.data);
  }

  #opened<Closable extends { close(): Promise<void> | void }>(closable: Closable): Closable {
    this.#closers.unshift(() => closable.close());
    return closable;
  }
}

const executorOf = (stores: Stores, { identities }: OpenedLog, { timeZone }: Settings): Executor =>
  createExecutor({
    store: stores.events,
    clock: Date.now,
    identities,
    eventTypes: eventTypesOf(capabilities),
    timeZone,
    cacheBytesMax: CACHE_BYTES_MAX,
  });

const secondsSince = (began: number): number => (performance.now() - began) / 1_000;
