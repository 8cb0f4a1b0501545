import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RejectedLine } from './working-memory.js';

/** Writes all rejected rows of a log to a CSV file: line, case, reason. False: there are none, and no file. */
export const writeRejects = async (file: string, rejected: Iterable<RejectedLine>): Promise<boolean> => {
  const lines = rejected[Symbol.iterator]();
  const first = lines.next();
  if (first.done) {
    await rm(file, { force: true });
    return false;
  }
  const unfinished = `${file}.new`;
  await pipeline(Readable.from(textOf(first.value, lines)), createWriteStream(unfinished));
  await rename(unfinished, file);
  return true;
};

function* textOf(first: RejectedLine, others: Iterator<RejectedLine>): Generator<string> {
  yield 'line,case,reason\n';
  yield lineOf(first);
  for (let next = others.next(); !next.done; next = others.next()) yield lineOf(next.value);
}

const lineOf = ({ line, case: name, reason }: RejectedLine): string => `${line},${quoted(name ?? '')},${quoted(reason)}\n`;

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
