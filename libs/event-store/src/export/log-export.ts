import { BrokenExport, parseExportLine } from './export-format.js';
import type { ExportClosing, ExportedEvent, ExportHeader, ExportLine } from './export-format.js';
import type { FileLine } from './lines-of.js';

/** An event of an export, and where it stands there. */
export interface ExportedAt {
  readonly event: ExportedEvent;
  /** 1-based. */
  readonly line: number;
  /** Of its line, and of the file up to its end. */
  readonly bytes: number;
  readonly end: number;
}

/** An export that is read, once, from its first line to its last. */
export class LogExport {
  private constructor(
    readonly header: ExportHeader,
    private readonly rest: readonly FileLine[],
    private readonly lines: AsyncGenerator<readonly FileLine[], void, void>,
  ) {}

  /** Reads the header. Fails with BrokenExport. */
  static async open(lines: AsyncGenerator<readonly FileLine[], void, void>): Promise<LogExport> {
    const page = await lines.next();
    const [first, ...rest] = page.done ? [] : page.value;
    const read = first && parseExportLine(first.text, first.line);
    if (read?.kind !== 'header') throw new BrokenExport(1, 'the file is no export of Docket: it does not begin as one');
    return new LogExport(read.header, rest, lines);
  }

  /** Its events, in the log's order, as many at a time as were read at once; each is checked against its digest, and the last line against all. Fails with
   *  BrokenExport, after the events before the damage. */
  async *events(): AsyncGenerator<readonly ExportedAt[], void, void> {
    const order = new ExportOrder();
    for await (const lines of this.pages()) {
      const events: ExportedAt[] = [];
      try {
        for (const file of lines) {
          const event = order.take(file);
          if (event) events.push({ event, line: file.line, bytes: file.bytes, end: file.end });
        }
      } catch (error) {
        // What stands before the damage is whole.
        if (events.length > 0) yield events;
        throw error;
      }
      if (events.length > 0) yield events;
    }
    order.end();
  }

  private async *pages(): AsyncGenerator<readonly FileLine[], void, void> {
    if (this.rest.length > 0) yield this.rest;
    yield* this.lines;
  }
}

/** Checks that the lines behind the header are what they must be in their order. */
class ExportOrder {
  private count = 0;
  private digest = '';
  private line = 1;
  private closed = false;

  /** The event of the line; undefined: it is the closing one. */
  take({ text, line, whole }: FileLine): ExportedEvent | undefined {
    this.line = line;
    if (this.closed) throw new BrokenExport(line, 'it stands behind the line that closes the export');
    const read = this.parsed(text, line, whole);
    if (read.kind === 'closing') return this.close(read.closing, line);
    if (read.kind === 'header') throw new BrokenExport(line, 'the header of an export stands in the middle of it');
    if (read.number !== this.count + 1)
      throw new BrokenExport(line, `event ${read.number} of the export stands where event ${this.count + 1} should`);
    this.count = read.number;
    this.digest = read.event.digest;
    return read.event;
  }

  end(): void {
    if (!this.closed) throw cutOff(this.line + 1);
  }

  private parsed(text: string, line: number, whole: boolean): ExportLine {
    try {
      return parseExportLine(text, line);
    } catch (error) {
      throw whole ? error : cutOff(line);
    }
  }

  private close({ count, digest }: ExportClosing, line: number): undefined {
    if (count !== this.count || digest !== this.digest)
      throw new BrokenExport(line, `it closes an export of ${count} events, but ${this.count} stand before it, or the last one is another`);
    this.closed = true;
  }
}

const cutOff = (line: number): BrokenExport =>
  new BrokenExport(line, 'the file ends here, before the line that closes an export: it was cut off; let docket export go on with it');
