import { canonicalJson } from '../canonical.js';
import { canonicalEvent, canonicalParts, digestOf } from '../digest.js';
import type { RecordedEvent } from '../event.js';
import { InvalidEvent } from '../failures.js';
import { EVENT_BYTES_MAX } from '../limits.js';

/** How a whole log is written down: NDJSON, each line in canonical JSON (RFC 8785).
 *
 *      {"format":"docket-log-export","logId":"…","version":1}
 *      {"digest":"…","event":{"data":…,"id":…,"metadata":…,"revision":0,"stream":…,"type":…},"number":1}
 *      …
 *      {"closing":{"count":2,"digest":"…"}}
 *
 *  What stands behind `"event":` is the bytes that the digest is taken of. Numbers count the events from 1, in the log's order; positions are left out:
 *  they belong to a store. The closing line has the last event's digest; a file without it was cut off. */

export const EXPORT_FORMAT = 'docket-log-export';
export const EXPORT_VERSION = 1;
/** UTF-8 bytes of a line: an event's canonical form (with a revision of more than one digit), its digest and its number. */
export const EXPORT_LINE_BYTES_MAX = EVENT_BYTES_MAX + 1_024;

/** The file is no export, or a damaged one. `line` is 1-based. */
export class BrokenExport extends Error {
  override readonly name = 'BrokenExport';
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

/** What stands in the store is not what was written: the digest is another one. */
export class DamagedEvent extends Error {
  override readonly name = 'DamagedEvent';
  constructor({ stream, revision, position }: RecordedEvent) {
    super(`${stream}, revision ${revision} (position ${position}): its digest is not that of its bytes; it was changed or damaged`);
  }
}

export interface ExportHeader {
  readonly logId: string;
  readonly version: number;
}

export interface ExportClosing {
  readonly count: number;
  readonly digest: string;
}

/** An event as an export has it: with all that belongs to the history, and nothing that belongs to a store. */
export type ExportedEvent = Omit<RecordedEvent, 'position'>;

export type ExportLine =
  | { readonly kind: 'header'; readonly header: ExportHeader }
  | { readonly kind: 'event'; readonly event: ExportedEvent; readonly number: number }
  | { readonly kind: 'closing'; readonly closing: ExportClosing };

export const headerLine = (logId: string): string => `${canonicalJson({ format: EXPORT_FORMAT, logId, version: EXPORT_VERSION })}\n`;

export const closingLine = ({ count, digest }: ExportClosing): string => `${canonicalJson({ closing: { count, digest } })}\n`;

/** Fails with DamagedEvent where the digest is not that of the event. */
export const eventLine = (event: RecordedEvent, number: number): string => {
  const { id, type, data, metadata, stream, revision } = event;
  const parts = canonicalParts(id, type, canonicalJson(data, 'data'), canonicalJson(metadata, 'metadata'), stream);
  const { bytes, digest } = canonicalEvent(parts, revision);
  if (digest !== event.digest) throw new DamagedEvent(event);
  return `{"digest":"${digest}","event":${bytes},"number":${number}}\n`;
};

/** Does a file that begins so say that it is an export? */
export const beginsExport = (text: string): boolean => text.startsWith(`{"format":"${EXPORT_FORMAT}"`);

/** Reads a line, and checks all that can be checked of it alone. Fails with BrokenExport. */
export const parseExportLine = (text: string, line: number): ExportLine => {
  const value = recordOf(parsed(text, line));
  if (value?.['format'] === EXPORT_FORMAT) return { kind: 'header', header: headerOf(value, line) };
  const { event, closing } = value ?? {};
  if (event !== undefined) return { kind: 'event', event: eventOf(value ?? {}, line), number: Number(value?.['number']) };
  const { count, digest } = recordOf(closing) ?? {};
  if (typeof count !== 'number' || typeof digest !== 'string') throw new BrokenExport(line, 'it is no line of an export');
  return { kind: 'closing', closing: { count, digest } };
};

const parsed = (text: string, line: number): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new BrokenExport(line, 'it is no line of an export: it is no JSON');
  }
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

const headerOf = ({ logId, version }: Readonly<Record<string, unknown>>, line: number): ExportHeader => {
  if (typeof logId !== 'string' || typeof version !== 'number') throw new BrokenExport(line, 'the header of the export is damaged');
  if (version > EXPORT_VERSION)
    throw new BrokenExport(
      line,
      `the export was written by a newer version of Docket (format ${version}, this one knows ${EXPORT_VERSION}): use that version`,
    );
  return { logId, version };
};

const eventOf = ({ digest, event }: Readonly<Record<string, unknown>>, line: number): ExportedEvent => {
  const { id, type, stream, revision, data, metadata } = recordOf(event) ?? {};
  const isEvent =
    typeof id === 'string' &&
    typeof type === 'string' &&
    typeof stream === 'string' &&
    typeof revision === 'number' &&
    recordOf(data) !== undefined &&
    recordOf(metadata) !== undefined;
  if (!isEvent || typeof digest !== 'string') throw new BrokenExport(line, 'the event is damaged: it lacks one of its fields');
  const exported = { id, type, stream, revision, data: data as object, metadata: metadata as ExportedEvent['metadata'], digest };
  if (digestIn(exported) !== digest) throw new BrokenExport(line, 'the event is damaged: its digest is another one');
  return exported;
};

/** undefined: it is nothing that a log can hold. */
const digestIn = (event: ExportedEvent): string | undefined => {
  try {
    return digestOf(event);
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    return undefined;
  }
};
