import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { COLUMNS_MAX, ROW_BYTES_MAX } from '../domain/limits.js';

/** The file is not a log that can be read: one line that says why. */
export class NoLog extends Error {
  override readonly name = 'NoLog';
}

/** A place between two rows. */
export interface LogPlace {
  /** Bytes before it. */
  readonly offset: number;
  /** Lines before it. */
  readonly lines: number;
}

/** One row, or what stood where one should be. */
export interface LogRow {
  /** undefined: it can't be read, for this reason. */
  readonly cells: readonly string[] | undefined;
  readonly problem?: string;
  /** The 1-based line where it begins. */
  readonly line: number;
  /** The place behind it. */
  readonly end: LogPlace;
  /** False: the file ends within its last line, so it may be one that is still being written. */
  readonly complete: boolean;
}

/** A CSV file as it was when it was opened: what is appended to it later is for the next time. */
export class ChangeLog {
  private constructor(
    readonly file: string,
    readonly size: number,
    readonly header: readonly string[],
    /** The place behind the header. */
    readonly start: LogPlace,
    private readonly delimiter: string,
    private readonly endsInLine: boolean,
  ) {}

  /** Fails with NoLog. */
  static async open(file: string, delimiter: string): Promise<ChangeLog> {
    const { size, endsInLine, isUtf16 } = await measured(file);
    if (isUtf16) throw new NoLog(`${file} is no log: it is UTF-16 text; save it as UTF-8`);
    for await (const [row] of rowsFrom(file, { offset: 0, lines: 0 }, size, delimiter)) {
      if (!row?.cells) throw new NoLog(`${file} is no log: its header can't be read (${row?.problem ?? 'there is none'})`);
      const header = row.cells.map((name) => name.trim());
      checkHeader(file, header);
      return new ChangeLog(file, size, header, row.end, delimiter, endsInLine);
    }
    throw new NoLog(`${file} is no log: it is empty`);
  }

  /** The rows from a place on, as many at a time as a piece of the file has. Hold on to none of them: a log may be larger than the memory. */
  async *rows(from: LogPlace = this.start): AsyncGenerator<readonly LogRow[]> {
    for await (const rows of rowsFrom(this.file, from, this.size, this.delimiter)) {
      yield rows.map((row) => Object.assign(row, { complete: !(this.endsInLine && row.end.offset === this.size) }));
    }
  }
}

const checkHeader = (file: string, header: readonly string[]): void => {
  if (header.length > COLUMNS_MAX) throw new NoLog(`${file} is no log: its header has ${header.length} columns, more than ${COLUMNS_MAX}`);
  if (header.some((name) => name.includes('\0') || name.includes('\uFFFD')))
    throw new NoLog(`${file} is no log: its header is not UTF-8 text`);
  if (header.length < 2) throw new NoLog(`${file} is no log: its header has one column only, ${header[0] ?? ''} (is the delimiter right?)`);
};

/** The byte order marks of UTF-16, little endian (as spreadsheets write "Unicode text") and big endian. */
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

const measured = async (file: string): Promise<{ size: number; endsInLine: boolean; isUtf16: boolean }> => {
  try {
    const handle = await open(file, 'r');
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new NoLog(`${file} is no log: it is not a file`);
      const first = Buffer.alloc(2);
      await handle.read(first, 0, first.length, 0);
      const last = Buffer.alloc(1);
      if (stat.size > 0) await handle.read(last, 0, 1, stat.size - 1);
      return {
        size: stat.size,
        endsInLine: stat.size > 0 && last[0] !== 0x0a && last[0] !== 0x0d,
        isUtf16: UTF16_MARKS.some((mark) => mark.equals(first)),
      };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof NoLog ? error : unreadable(file, error);
  }
};

type ReadRow = Omit<LogRow, 'complete'>;

/** Where a row has no end (a quote that is never closed, a row beyond all measure), its first line is given up, and reading goes on behind it. */
async function* rowsFrom(file: string, from: LogPlace, size: number, delimiter: string): AsyncGenerator<readonly ReadRow[]> {
  let place = from;
  while (place.offset < size) {
    const parsed = parsedRows(file, place, size, delimiter);
    let next = await parsed.next();
    for (; !next.done; next = await parsed.next()) {
      place = next.value.at(-1)?.end ?? place;
      if (next.value.length > 0) yield next.value;
    }
    if (next.value === undefined) return;
    const end = await behindLine(file, place, size);
    yield [{ cells: undefined, problem: next.value, line: end.lines, end }];
    place = end;
  }
}

/** Rows up to the end (then undefined), or up to one that has no end (then why). */
async function* parsedRows(
  file: string,
  from: LogPlace,
  size: number,
  delimiter: string,
): AsyncGenerator<readonly ReadRow[], string | undefined> {
  const rows = new RowsOfChunks(from, delimiter);
  const chunks = createReadStream(file, { start: from.offset, end: size - 1, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  try {
    for await (const chunk of chunks) {
      const problem = await rows.write(chunk);
      yield rows.take();
      if (problem !== undefined) return problem;
    }
    const problem = await rows.end();
    yield rows.take();
    return problem;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Parses a file piece by piece. The parser's own stream loses what it has read when it fails, so its rows are taken as it finds them. */
class RowsOfChunks {
  private found: ReadRow[] = [];
  private lines: number;
  private readonly parser;

  constructor(from: LogPlace, delimiter: string) {
    this.lines = from.lines;
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      bom: from.offset === 0,
      skip_empty_lines: true,
      relax_column_count: true,
      // A quote inside of a cell that does not begin with one is a character like others.
      relax_quotes: true,
      max_record_size: ROW_BYTES_MAX,
      on_record: (record: string[], info) => {
        const end = { offset: from.offset + info.bytes, lines: from.lines + info.lines };
        this.found.push({ cells: record, line: end.lines - this.lines === 1 ? end.lines : end.lines - linesWithin(record), end });
        this.lines = end.lines;
        return undefined;
      },
    });
    // Whoever wrote is told of a failure; the event tells the same again.
    this.parser.on('error', () => undefined);
    this.parser.resume();
  }

  /** undefined, or why the row that has begun has no end. */
  write(chunk: Buffer): Promise<string | undefined> {
    return this.told((callback) => this.parser.write(chunk, callback));
  }

  end(): Promise<string | undefined> {
    return this.told((callback) => this.parser.end(callback));
  }

  /** The rows found since the last time. */
  take(): readonly ReadRow[] {
    const rows = this.found;
    this.found = [];
    return rows;
  }

  private told(call: (callback: (error?: Error | null) => void) => void): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      call((error) => {
        if (!error) resolve(undefined);
        else if (error instanceof CsvError) resolve(ENDLESS[error.code] ?? error.message);
        else reject(error);
      });
    });
  }
}

const unreadable = (file: string, error: unknown): NoLog =>
  new NoLog(`${file} can't be read: ${(error as Partial<Error>).message ?? String(error)}`);

/** Line ends within cells. */
const linesWithin = (record: readonly string[]): number => record.reduce((lines, cell) => lines + cell.split('\n').length - 1, 0);

const CHUNK_BYTES = 64 * 1024;

const ENDLESS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened that is never closed',
  CSV_MAX_RECORD_SIZE: `has more than ${ROW_BYTES_MAX} bytes, or a quote that is not closed within as many`,
};

/** The place behind the line that begins at a place, empty lines before it aside. */
const behindLine = async (file: string, from: LogPlace, size: number): Promise<LogPlace> => {
  let { offset, lines } = from;
  let begun = false;
  for await (const chunk of createReadStream(file, { start: offset, end: size - 1, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    for (const byte of chunk) {
      offset += 1;
      const ends = byte === 0x0a;
      if (ends) lines += 1;
      if (ends && begun) return { offset, lines };
      if (!ends && byte !== 0x0d) begun = true;
    }
  }
  return { offset, lines: lines + 1 };
};
