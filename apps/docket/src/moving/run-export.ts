import { LOG_STREAM, type LogOpened } from '@docket/deciding';
import { closingLine, DamagedEvent, type EventReader, EXPORT_START, exportPieces, type ExportPlace, headerLine } from '@docket/event-store';
import type { Progress } from '../cli/progress.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { ExportFile } from './export-file.js';
import { type LogSettings, withLogToRead } from './log-of-settings.js';

/** What an export is told, and whom it tells. */
export interface RunExportOptions {
  readonly settings: LogSettings;
  /** The file; undefined: `stdout`. */
  readonly out: string | undefined;
  readonly stdout: NodeJS.WritableStream;
  readonly progress: Progress;
  /** Takes a line for whoever looks on. */
  readonly note: (line: string) => void;
  /** Ends the export early. */
  readonly signal: AbortSignal;
}

/** Where the lines go. */
interface Target {
  write(text: string): Promise<void>;
}

/** Writes the whole log out, up to its head. False: it was stopped before. Throws CannotGoOn. */
export const runExport = async (options: RunExportOptions): Promise<boolean> => {
  try {
    return await withLogToRead(options.settings, options.note, (events) =>
      options.out === undefined ? toStream(events, options) : toFile(events, options.out, options),
    );
  } catch (error) {
    if (error instanceof DamagedEvent) throw new CannotGoOn(error.message, EXIT.data, { cause: error });
    throw error;
  }
};

const logIdOf = async (events: EventReader): Promise<string> => {
  const [opened] = await events.readStream(LOG_STREAM, { maxCount: 1 });
  if (!opened) throw new CannotGoOn('the log is empty: there is nothing to export', EXIT.unavailable);
  return (opened.data as LogOpened['data']).logId;
};

const toStream = async (events: EventReader, options: RunExportOptions): Promise<boolean> => {
  const { stdout, progress } = options;
  // Who writes is told of the same failure.
  stdout.on('error', () => undefined);
  const target: Target = { write: (text) => writeTo(stdout, text) };
  await target.write(headerLine(await logIdOf(events)));
  const count = await writeEvents(events, target, EXPORT_START, options);
  progress.end(count === undefined ? 'stopped; what was written is no whole export' : `${count.toLocaleString('en')} events exported`);
  return count !== undefined;
};

const writeTo = (stdout: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stdout.write(text, (error) => {
      if (error) reject(new CannotGoOn(`standard output can't be written: ${error.message}`, EXIT.unavailable, { cause: error }));
      else resolve();
    });
  });

const toFile = async (events: EventReader, path: string, options: RunExportOptions): Promise<boolean> => {
  const { progress } = options;
  const logId = await logIdOf(events);
  const file = await ExportFile.open(path, logId);
  try {
    const from = await placeOf(file, events);
    if (file.soFar.closed && (await events.eventsAfter(from.position)) === 0) {
      progress.end(`${path} has all ${from.count.toLocaleString('en')} events already`);
      return true;
    }
    await file.begin(headerLine(logId));
    const count = await writeEvents(events, file, from, options);
    progress.end(
      count === undefined ? 'stopped; the same command goes on where it was' : `${path} has all ${count.toLocaleString('en')} events`,
    );
    return count !== undefined;
  } finally {
    await file.close();
  }
};

/** Where the export in the file stands in the log, which must have its last event. */
const placeOf = async ({ path, soFar: { last } }: ExportFile, events: EventReader): Promise<ExportPlace> => {
  if (!last) return EXPORT_START;
  const { stream, revision, digest } = last.event;
  const [there] = await events.readStream(stream, { fromRevision: revision, maxCount: 1 });
  if (there?.digest !== digest)
    throw new CannotGoOn(
      `${path} ends with an event that is not in the log (${stream}, revision ${revision}): export into another file`,
      EXIT.data,
    );
  return { position: there.position, count: last.number, digest };
};

/** Gives how many events the export has now; undefined: it was stopped before the end. */
const writeEvents = async (
  events: EventReader,
  target: Target,
  from: ExportPlace,
  { progress, signal }: RunExportOptions,
): Promise<number | undefined> => {
  const total = from.count + (await events.eventsAfter(from.position));
  let place = from;
  for await (const piece of exportPieces(events, from, signal)) {
    await target.write(piece.text);
    ({ place } = piece);
    progress.update(place.count, Math.max(total, place.count), 'events exported');
  }
  if (signal.aborted) return undefined;
  await target.write(closingLine(place));
  return place.count;
};
