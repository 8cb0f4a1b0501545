import { parentPort, workerData } from 'node:worker_threads';
import type { WriterData } from './append-wire.js';
import { openForWriting } from './log-file.js';
import { reasonOf } from './sqlite-error.js';

/** Copies the WAL into the log's file when asked, beside the writer, and tells when it is done: undefined, or what went wrong. */
const { file } = workerData as WriterData;
const db = openForWriting(file);

parentPort?.on('message', (message: 'copy' | 'close') => {
  if (message === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  let failure: string | undefined;
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    failure = reasonOf(error);
  }
  parentPort?.postMessage(failure);
});
