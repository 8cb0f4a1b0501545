import { parentPort, workerData } from 'node:worker_threads';
import type { WriterData } from './append-wire.js';
import { openForWriting } from './log-file.js';
import { reasonOf } from './sqlite-error.js';

/** One pass for what was there, and one for what the writer has added during the first: what comes in during the second is so little that
 *  the writer hardly waits for its copying. */
const PASSES = 2;

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
    for (let pass = 0; pass < PASSES; pass++) db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    failure = reasonOf(error);
  }
  parentPort?.postMessage(failure);
});
