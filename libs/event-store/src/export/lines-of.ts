import { BrokenExport, EXPORT_LINE_BYTES_MAX } from './export-format.js';

/** A line of a file, without what ends it. */
export interface FileLine {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** Of the line with its end, and of the file up to there. */
  readonly bytes: number;
  readonly end: number;
  /** False: the file ends within it. */
  readonly whole: boolean;
}

const NEWLINE = 0x0a;

/** The lines of a file that comes in pieces, as many at a time as a piece completes. Fails with BrokenExport for one that no export has: it is not held. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly FileLine[], void, void> {
  let parts: Buffer[] = [];
  let partBytes = 0;
  let line = 1;
  let end = 0;
  for await (const piece of pieces) {
    const lines: FileLine[] = [];
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      const text = textOf(parts, partBytes, piece.subarray(from, at), line);
      const bytes = partBytes + at - from + 1;
      end += bytes;
      lines.push({ text, line, bytes, end, whole: true });
      line += 1;
      parts = [];
      partBytes = 0;
      from = at + 1;
    }
    if (from < piece.length) parts.push(piece.subarray(from));
    partBytes += piece.length - from;
    if (partBytes > EXPORT_LINE_BYTES_MAX) throw tooLong(line);
    if (lines.length > 0) yield lines;
  }
  if (partBytes === 0) return;
  const text = textOf(parts, partBytes, Buffer.alloc(0), line);
  yield [{ text, line, bytes: partBytes, end: end + partBytes, whole: false }];
}

const textOf = (parts: readonly Buffer[], partBytes: number, rest: Buffer, line: number): string => {
  if (partBytes + rest.length > EXPORT_LINE_BYTES_MAX) throw tooLong(line);
  return partBytes === 0 ? rest.toString('utf8') : Buffer.concat([...parts, rest]).toString('utf8');
};

const tooLong = (line: number): BrokenExport =>
  new BrokenExport(line, `it is longer than ${EXPORT_LINE_BYTES_MAX} bytes, which no line of an export is`);
