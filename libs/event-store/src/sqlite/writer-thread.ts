import type { EncodedEvent } from '../checks.js';
import type { Appended, ExpectedRevision } from '../event-store.js';
import { CannotOpen, OutcomeUnknown, StoreUnavailable } from '../failures.js';
import { APPEND_QUEUE_CHARACTERS_MAX, APPEND_QUEUE_MAX } from '../limits.js';
import { ANSWER_PLACES, answerAt, putRequest, type AnswerWire, type FromWriter, type RequestWire, type ToWriter } from './append-wire.js';

/** Appends that are sent at once; more that come in the same turn follow in another message, which the writer takes into the same commit.
 *  So it writes the first while the next are being encoded. */
const MESSAGE_APPENDS = 16;

/** The worker thread, as far as it is used here. */
export interface WriterPort {
  postMessage(message: ToWriter): void;
  on(event: 'message', listener: (message: FromWriter) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
}

interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly characters: number;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

/** The store's side of the writer's thread: queues appends, sends them, and settles them as the answers come. When the thread dies, what
 *  it was sent has an unknown outcome; the next append starts another one. */
export class WriterThread {
  #worker: WriterPort | undefined;
  #outbox: RequestWire = [];
  #unsent: Waiting[] = [];
  /** Sent and not answered, in the order of sending. */
  #sent: Waiting[] = [];
  #characters = 0;
  #flushing = false;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly startWriter: () => WriterPort,
    private readonly warn: (message: string) => void,
  ) {}

  /** Starts the thread; resolves when it has opened the log. Fails with CannotOpen. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = this.#start();
      worker.on('message', (message) => {
        if (message.kind === 'open') resolve();
        else if (message.kind === 'cannotOpen') reject(new CannotOpen(message.reason));
      });
      worker.on('error', reject);
    });
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EncodedEvent[]): Promise<Appended> {
    if (this.#closed) throw new StoreUnavailable('the event store is closed');
    const characters = charactersOf(events);
    if (this.#sent.length + this.#unsent.length >= APPEND_QUEUE_MAX) throw new StoreUnavailable('too many appends wait for the writer');
    if (this.#characters + characters > APPEND_QUEUE_CHARACTERS_MAX) throw new StoreUnavailable('too much waits for the writer');
    this.#characters += characters;
    return new Promise((resolve, reject) => {
      this.#unsent.push({ stream, expected, characters, resolve, reject });
      putRequest(this.#outbox, stream, expected, events);
      if (this.#unsent.length >= MESSAGE_APPENDS) this.#send();
      else this.#sendBehindThisTurn();
    });
  }

  /** Resolves when everything before is answered and the thread has ended. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#send();
      if (!this.#worker) return resolve();
      this.#worker.on('exit', resolve);
      this.#worker.postMessage('close');
    });
    return this.#closed;
  }

  /** nextTick comes when all that this turn of the loop has set going has run: what many do at once goes out as one message. */
  #sendBehindThisTurn(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    process.nextTick(() => {
      this.#flushing = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#unsent.length === 0) return;
    this.#worker ??= this.#start();
    this.#worker.postMessage(this.#outbox);
    this.#sent.push(...this.#unsent);
    this.#outbox = [];
    this.#unsent = [];
  }

  #start(): WriterPort {
    const worker = this.startWriter();
    this.#worker = worker;
    worker.on('message', (message) => this.#receive(message));
    worker.on('error', (error) => this.warn(`the writer of the event log died: ${error.message}`));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#settle(this.#sent.length, () => new OutcomeUnknown('the writer of the event log died'));
    });
    return worker;
  }

  #receive(message: FromWriter): void {
    if (message.kind === 'answers') this.#answer(message.answers);
    else if (message.kind === 'warning') this.warn(message.message);
    else if (message.kind === 'cannotOpen') this.#settle(this.#sent.length, () => new StoreUnavailable(message.reason));
  }

  #answer(answers: AnswerWire): void {
    let at = 0;
    this.#settle(answers.length / ANSWER_PLACES, ({ stream, expected }) => {
      const answer = answerAt(answers, at, stream, expected);
      at += ANSWER_PLACES;
      return answer;
    });
  }

  /** Settles the first `count` that were sent. */
  #settle(count: number, answerOf: (waiting: Waiting) => Appended | Error): void {
    for (const waiting of this.#sent.splice(0, count)) {
      this.#characters -= waiting.characters;
      const answer = answerOf(waiting);
      if (answer instanceof Error) waiting.reject(answer);
      else waiting.resolve(answer);
    }
  }
}

const charactersOf = (events: readonly EncodedEvent[]): number => {
  let characters = 0;
  for (const { data, metadata } of events) characters += data.length + metadata.length;
  return characters;
};
