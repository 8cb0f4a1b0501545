import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CannotRestore, checkExport, restore, type Restored } from '@docket/deciding';
import { beginsExport, BrokenExport, linesOf, LogExport } from '@docket/event-store';
import type { Progress } from '../cli/progress.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { type LogSettings, withLogToRestore } from './log-of-settings.js';

/** Bytes of the file that are read at once. */
const PIECE_BYTES = 256 * 1024;
/** Enough to see what a file says of itself. */
const BEGINNING_BYTES = 64;

/** What a restore is told, and whom it tells. */
export interface RunRestoreOptions {
  readonly settings: LogSettings;
  readonly file: string;
  readonly progress: Progress;
  /** Takes a line for whoever looks on. */
  readonly note: (line: string) => void;
  /** Ends the restore early. */
  readonly signal: AbortSignal;
}

/** What a restore has done: its keys are what `--json` prints. */
export interface RestoreReport {
  readonly logId: string;
  /** Events that were written. */
  readonly events: number;
  /** Events that were there, from a restore that was broken off. */
  readonly eventsBefore: number;
  /** False: it was stopped before the file's end. */
  readonly complete: boolean;
  readonly restoreSeconds: number;
  /** The most resident memory that the process had. */
  readonly rssMaxMebibytes: number;
}

/** Is the file an export, by what it says of itself? Throws CannotGoOn where it can't be read. */
export const isExport = async (file: string): Promise<boolean> => {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
      return beginsExport(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
};

/** Restores an export into the log that the settings choose. Throws CannotGoOn. */
export const runRestore = async (options: RunRestoreOptions): Promise<RestoreReport> => {
  const { settings, file, note } = options;
  try {
    return await withLogToRestore({
      settings,
      warn: note,
      check: async (secret) => checkExport(await read(file), secret),
      work: async (store, secret) => {
        const began = performance.now();
        const onProgress = await progressOf(options);
        const restored = await restore({ store, exported: await read(file), secret, signal: options.signal, onProgress });
        return reportOf(restored, began, options);
      },
    });
  } catch (error) {
    if (error instanceof BrokenExport || error instanceof CannotRestore)
      throw new CannotGoOn(`${file} can't be restored: ${error.message}`, EXIT.data, { cause: error });
    throw error;
  }
};

const read = (file: string): Promise<LogExport> => LogExport.open(linesOf(createReadStream(file, { highWaterMark: PIECE_BYTES })));

const progressOf = async ({ file, progress }: RunRestoreOptions): Promise<(bytes: number, restored: Restored) => void> => {
  const size = await sizeOf(file);
  return (bytes, { before, events }) =>
    progress.update(
      bytes,
      size,
      events === 0 ? 'bytes compared with what the log has' : `bytes restored (${(before + events).toLocaleString('en')} events)`,
    );
};

const sizeOf = async (file: string): Promise<number> => {
  const handle = await open(file, 'r');
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
};

const reportOf = ({ logId, before, events, complete }: Restored, began: number, { file, progress, note }: RunRestoreOptions) => {
  progress.end(complete ? `${file} is restored to its end` : 'stopped; the same command goes on where it was');
  if (before > 0) note(`the first ${before.toLocaleString('en')} events had been restored before`);
  return {
    logId,
    events,
    eventsBefore: before,
    complete,
    restoreSeconds: (performance.now() - began) / 1_000,
    rssMaxMebibytes: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
};

const unreadable = (file: string, error: unknown): CannotGoOn =>
  new CannotGoOn(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`, EXIT.data, { cause: error });
