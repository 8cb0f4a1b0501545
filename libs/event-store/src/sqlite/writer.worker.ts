import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { COMMIT, requestsOf, type FromWriter, type ToWriter, type WriterData } from './append-wire.js';
import { Checkpoints } from './checkpoints.js';
import { HeadAnnouncer } from './head-channel.js';
import { openForWriting } from './log-file.js';
import { LogWriter } from './log-writer.js';
import { reasonOf } from './sqlite-error.js';

/** Characters of events after which a group is committed, though more is waiting. */
const GROUP_CHARACTERS_MAX = 4 * 1024 * 1024;

const port = parentPort as MessagePort;
const data = workerData as WriterData;
const tell = (message: FromWriter): void => port.postMessage(message);

const run = (): void => {
  const db = openForWriting(data.file);
  const writer = new LogWriter(db);
  const announcer = new HeadAnnouncer(data.file);
  const checkpoints = new Checkpoints(db, data, (message) => tell({ kind: 'warning', message }));

  const commit = (): void => {
    const { characters } = writer;
    const { answers, head } = writer.commit();
    if (answers.length > 0) tell({ kind: 'answers', answers });
    if (head !== undefined) announcer.announce(head);
    checkpoints.committed(characters);
  };

  /** Takes what has come, and what comes while that is written: one commit for all of it. */
  const take = (first: ToWriter): void => {
    let message: ToWriter | undefined = first;
    let asked = false;
    while (message !== undefined && message !== 'close') {
      for (const request of requestsOf(message)) writer.take(request);
      asked ||= message[0] === COMMIT;
      if (writer.characters >= GROUP_CHARACTERS_MAX) commit();
      message = receiveMessageOnPort(port)?.message as ToWriter | undefined;
    }
    if (asked || message === 'close') commit();
    if (message === 'close') void close();
  };

  const close = async (): Promise<void> => {
    await checkpoints.close();
    announcer.close();
    // Where nobody reads, closing copies what is left of the WAL and removes it.
    db.close();
    port.close();
  };

  port.on('message', take);
  tell({ kind: 'open' });
};

try {
  run();
} catch (error) {
  tell({ kind: 'cannotOpen', reason: reasonOf(error) });
  port.close();
}
