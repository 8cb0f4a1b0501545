import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import {
  beginsExport,
  BrokenExport,
  EXPORT_LINE_BYTES_MAX,
  type ExportedEvent,
  type ExportLine,
  headerLine,
  parseExportLine,
} from '@docket/event-store';
import { CannotGoOn, EXIT } from '../exit-codes.js';

/** How far the export in a file had come when it was opened. */
export interface ExportSoFar {
  /** undefined: no event stands there. */
  readonly last: { readonly event: ExportedEvent; readonly number: number } | undefined;
  /** It has the line that closes it. */
  readonly closed: boolean;
}

/** A file that an export goes into, or goes on in. */
export class ExportFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    readonly soFar: ExportSoFar,
    /** Bytes that stay: up to the end of the last event's line. */
    private end: number,
  ) {}

  /** Throws CannotGoOn where the file can't be written, or is anything else than an export of this log. */
  static async open(path: string, logId: string): Promise<ExportFile> {
    const handle = await writing(path, () => open(path, constants.O_RDWR | constants.O_CREAT, 0o600));
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new CannotGoOn(`${path} can't be written: it is not a file`, EXIT.unavailable);
      const { soFar, end } = await read(path, handle, stat.size, headerLine(logId));
      return new ExportFile(path, handle, soFar, end);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Takes away what stands behind the last event, and has a header where there is none. */
  async begin(header: string): Promise<void> {
    await writing(this.path, () => this.handle.truncate(this.end));
    if (this.end === 0) await this.write(header);
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await writing(this.path, () => this.handle.write(bytes, done, bytes.length - done, this.end));
      done += bytesWritten;
      this.end += bytesWritten;
    }
  }

  /** What was written is on the disk when it resolves. */
  async close(): Promise<void> {
    try {
      await writing(this.path, () => this.handle.sync());
    } finally {
      await this.handle.close();
    }
  }
}

const writing = async <Result>(path: string, write: () => Promise<Result>): Promise<Result> => {
  try {
    return await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotGoOn(`${path} can't be written: ${reason}`, EXIT.unavailable, { cause: error });
  }
};

const NOTHING: ExportSoFar = { last: undefined, closed: false };

const read = async (path: string, handle: FileHandle, size: number, header: string): Promise<{ soFar: ExportSoFar; end: number }> => {
  const beginning = (await readAt(handle, 0, Math.min(size, Buffer.byteLength(header)))).toString('utf8');
  // A file that is empty, or that ends within its header.
  if (size < header.length && header.startsWith(beginning)) return { soFar: NOTHING, end: 0 };
  if (beginning !== header)
    throw new CannotGoOn(
      beginsExport(beginning) ? `${path} is the export of another log` : `${path} is there already, and is no export of Docket`,
      EXIT.unavailable,
    );
  const [last, before] = await lastLines(path, handle, size);
  if (last?.line.kind === 'event') return { soFar: { last: last.line, closed: false }, end: last.end };
  if (last?.line.kind === 'header') return { soFar: NOTHING, end: last.end };
  if (before?.line.kind !== 'event') throw damaged(path, 'what closes it stands behind no event');
  return { soFar: { last: before.line, closed: true }, end: before.end };
};

const readAt = async (handle: FileHandle, from: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
};

const NEWLINE = 0x0a;

interface LastLine {
  readonly line: ExportLine;
  /** Bytes of the file up to its end. */
  readonly end: number;
}

/** The last two whole lines, the last one first; behind them may stand one that was not written to its end. */
const lastLines = async (path: string, handle: FileHandle, size: number): Promise<readonly LastLine[]> => {
  // Two lines and a torn one are at most so long.
  const from = Math.max(0, size - 3 * (EXPORT_LINE_BYTES_MAX + 1));
  const tail = await readAt(handle, from, size - from);
  const lines: LastLine[] = [];
  let end = tail.lastIndexOf(NEWLINE);
  while (end >= 0 && lines.length < 2) {
    const begin = end === 0 ? -1 : tail.lastIndexOf(NEWLINE, end - 1);
    lines.push({ line: parsed(path, tail.toString('utf8', begin + 1, end)), end: from + end + 1 });
    end = begin;
  }
  return lines;
};

const parsed = (path: string, text: string): ExportLine => {
  try {
    return parseExportLine(text, 0);
  } catch (error) {
    if (!(error instanceof BrokenExport)) throw error;
    throw damaged(path, error.message.replace(/^line 0: /, ''));
  }
};

const damaged = (path: string, reason: string): CannotGoOn =>
  new CannotGoOn(`${path} is damaged at its end (${reason}): remove it, and export anew`, EXIT.data);
