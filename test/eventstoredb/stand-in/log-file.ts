import { closeSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type LogEntry } from './record.js';

interface Line {
  readonly stream: string;
  readonly created: string;
  readonly events: readonly (readonly [id: string, type: string, contentType: string, data: string, metadata: string])[];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

const toLine = ({ stream, createdTicks, events }: LogEntry): string => {
  const line: Line = {
    stream,
    created: createdTicks.toString(),
    events: events.map(({ id, type, contentType, data, metadata }) => [id, type, contentType, base64(data), base64(metadata)]),
  };
  return `${JSON.stringify(line)}\n`;
};

const fromLine = (text: string): LogEntry => {
  const { stream, created, events } = JSON.parse(text) as Line;
  return {
    stream,
    createdTicks: BigInt(created),
    events: events.map(([id, type, contentType, data, metadata]) => ({
      id,
      type,
      contentType,
      data: bytes(data),
      metadata: bytes(metadata),
    })),
  };
};

/** The log on disk: a line an append. What stands after the last line's end was being written when the process died, and is dropped. */
export class LogFile {
  private readonly descriptor: number;
  readonly entries: readonly LogEntry[];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'log.ndjson');
    this.descriptor = openSync(path, 'a+');
    const content = readFileSync(path);
    const whole = content.lastIndexOf(0x0a) + 1;
    ftruncateSync(this.descriptor, whole);
    const lines = content.subarray(0, whole).toString('utf8').split('\n');
    this.entries = lines.filter((line) => line !== '').map(fromLine);
  }

  /** Returns when the entries are on the disk. */
  write(entries: readonly LogEntry[]): void {
    const content = Buffer.from(entries.map(toLine).join(''));
    let written = 0;
    while (written < content.length) written += writeSync(this.descriptor, content, written);
    fdatasyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
