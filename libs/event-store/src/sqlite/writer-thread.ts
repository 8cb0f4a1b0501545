import { encodeAppend, type EncodedEvent } from '../checks.js';
import type { NewEvent } from '../event.js';
import type { Appended, ExpectedRevision } from '../event-store.js';
import { CannotOpen, OutcomeUnknown, StoreUnavailable } from '../failures.js';
import { APPEND_QUEUE_CHARACTERS_MAX, APPEND_QUEUE_MAX } from '../limits.js';
import {
  ANSWER_PLACES,
  answerAt,
  COMMIT,
  isRepetitionAt,
  MORE,
  putRequest,
  type AnswerWire,
  type FromWriter,
  type RequestWire,
  type ToWriter,
} from './append-wire.js';

/** Appends that are sent before their turn of the loop is over: the writer writes them while the next are being encoded. */
const MESSAGE_APPENDS = 8;
/** Milliseconds from one message to the next within which the writer is still awake. When it sleeps, each message wakes it, and that costs more than writing
 *  earlier saves: what comes slowly waits for the end of the turn. */
const AWAKE_MS = 0.1;
/** Milliseconds after which appends do not wait for the end of their turn: the writer commits them while it goes on. */
const TURN_MS = 2;

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

export interface WriterThreadOptions {
  readonly startWriter: () => WriterPort;
  readonly warn: (message: string) => void;
  /** Told when a thread has ended unasked: what it committed last may not have been announced. */
  readonly died: () => void;
  /** Told of the present end of each stream that was appended to, when the append is durable and before the one who appended is told. */
  readonly appended: (stream: string, revision: number) => void;
  /** Told of each commit how many appends it has answered. */
  readonly committed: (appends: number) => void;
  /** Milliseconds from any time on. Default: the process's. */
  readonly nowMs?: () => number;
}

/** The store's side of the writer's thread: queues appends, sends them, and settles them as the answers come. When the thread dies, what
 *  it was sent has an unknown outcome; the next append starts another one. */
export class WriterThread {
  #worker: WriterPort | undefined;
  #outbox: RequestWire = [MORE];
  #unsent: Waiting[] = [];
  /** Sent and not answered, in the order of sending. */
  #sent: Waiting[] = [];
  #characters = 0;
  #turn = false;
  /** Appends for which no commit has been asked, and when the first of them came. */
  #uncommitted = 0;
  #since = 0;
  /** When the last of their messages was sent; before there is one, when the first of them came. */
  #sentAt = 0;
  #closed: Promise<void> | undefined;

  readonly #nowMs: () => number;

  constructor(private readonly options: WriterThreadOptions) {
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** Starts the thread; resolves when it has opened the log. Fails with CannotOpen. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = this.#start();
      worker.on('message', (message) => {
        if (message.kind === 'open') resolve();
        else if (message.kind === 'cannotOpen') reject(new CannotOpen(message.reason));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new CannotOpen('the writer of the event log ended before it had opened it')));
    });
  }

  /** As the port's. (Not an async function: that would put another promise and more turns of the microtask queue around each append; what is
   *  thrown in here rejects.) */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new StoreUnavailable('the event store is closed');
      const encoded = encodeAppend(stream, events, expected);
      const characters = charactersOf(encoded);
      if (this.#sent.length + this.#unsent.length >= APPEND_QUEUE_MAX) throw new StoreUnavailable('too many appends wait for the writer');
      if (this.#characters + characters > APPEND_QUEUE_CHARACTERS_MAX) throw new StoreUnavailable('too much waits for the writer');
      this.#characters += characters;
      if (this.#uncommitted++ === 0) this.#since = this.#sentAt = this.#nowMs();
      this.#unsent.push({ stream, expected, characters, resolve, reject });
      putRequest(this.#outbox, stream, expected, encoded);
      if (this.#unsent.length >= MESSAGE_APPENDS) this.#sendInTurn();
      this.#commitBehindThisTurn();
    });
  }

  /** Resolves when everything before is answered and the thread has ended. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      if (this.#unsent.length > 0) this.#send(COMMIT);
      if (!this.#worker) return resolve();
      this.#worker.on('exit', resolve);
      this.#worker.postMessage('close');
    });
    return this.#closed;
  }

  /** Sends what is there, where that is better than to wait for the end of this turn of the loop. */
  #sendInTurn(): void {
    const now = this.#nowMs();
    if (now - this.#since >= TURN_MS) {
      this.#uncommitted = 0;
      this.#send(COMMIT);
    } else if (now - this.#sentAt < AWAKE_MS) {
      this.#sentAt = now;
      this.#send(MORE);
    }
  }

  /** What many do at once becomes one commit. nextTick comes when all that this turn of the loop has set going has run: where that was many appends, they
   *  are sent then. Where it was a few, as when requests come in one by one, those of all requests that are there to be taken now go together. */
  #commitBehindThisTurn(): void {
    if (this.#turn) return;
    this.#turn = true;
    const commit = (): void => {
      // Closing has sent what was there.
      if (this.#closed) return;
      this.#turn = false;
      if (this.#uncommitted === 0) return;
      this.#uncommitted = 0;
      this.#send(COMMIT);
    };
    process.nextTick(() => {
      if (this.#uncommitted >= MESSAGE_APPENDS) commit();
      else setImmediate(commit);
    });
  }

  #send(then: typeof MORE | typeof COMMIT): void {
    this.#worker ??= this.#start();
    this.#outbox[0] = then;
    this.#worker.postMessage(this.#outbox);
    this.#sent.push(...this.#unsent);
    this.#outbox = [MORE];
    this.#unsent = [];
  }

  #start(): WriterPort {
    const worker = this.options.startWriter();
    this.#worker = worker;
    worker.on('message', (message) => this.#receive(message));
    worker.on('error', (error) => this.options.warn(`the writer of the event log died: ${error.message}`));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#settle(this.#sent.length, () => new OutcomeUnknown('the writer of the event log died'));
      if (!this.#closed) this.options.died();
    });
    return worker;
  }

  #receive(message: FromWriter): void {
    if (message.kind === 'answers') this.#answer(message.answers);
    else if (message.kind === 'warning') this.options.warn(message.message);
    else if (message.kind === 'cannotOpen') this.#settle(this.#sent.length, () => new StoreUnavailable(message.reason));
  }

  #answer(answers: AnswerWire): void {
    let at = 0;
    const count = answers.length / ANSWER_PLACES;
    this.options.committed(count);
    this.#settle(count, ({ stream, expected }) => {
      const answer = answerAt(answers, at, stream, expected);
      if (!(answer instanceof Error || isRepetitionAt(answers, at))) this.options.appended(stream, answer.revision);
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
  for (const { before, behind } of events) characters += before.length + behind.length;
  return characters;
};
