import { randomUUID } from 'node:crypto';
import { type ServiceError } from '@grpc/grpc-js';
import { tooSlow } from './failures.js';
import { streams } from './generated.js';
import { Outbox, type ReadCall } from './outbox.js';
import { type LoggedRecord } from './record.js';
import { type Service } from './service.js';
import { type OpenSubscription } from './subscriptions.js';
import { eventResponse } from './wire.js';

/** How many events wait for a consumer that is live; one more ends the subscription. */
export const LIVE_BUFFER_EVENTS = 32;

/** How many records are looked through before others get their turn. */
const RECORDS_PER_TURN = 500;

const checkpoint = ({ position }: LoggedRecord) =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(position.toString()).setPreparePosition(position.toString()),
  );

/** One subscription: it reads the log to its end at the consumer's pace, says that it has caught up, and is live from there. */
export class Subscription implements OpenSubscription {
  private readonly outbox: Outbox;
  private readonly buffer: LoggedRecord[] = [];
  private stopListening = (): void => undefined;
  private ended = false;
  private looked = 0;
  private pumping = false;

  constructor(
    private readonly service: Service,
    private readonly call: ReadCall,
    private index: number,
    private readonly wants: (record: LoggedRecord) => boolean,
    private readonly checkpointEvery: number | undefined,
  ) {
    this.outbox = new Outbox(call);
  }

  run(): void {
    this.service.subscriptions.add(this);
    this.outbox.onClose(() => this.close());
    const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
    this.outbox.write(new streams.ReadResp().setConfirmation(confirmation));
    this.guard(this.catchUp());
  }

  end(error?: Partial<ServiceError>): void {
    if (this.ended) return;
    this.close();
    if (error) this.call.emit('error', error);
    else this.call.end();
  }

  private close(): void {
    this.ended = true;
    this.buffer.length = 0;
    this.stopListening();
    this.service.subscriptions.delete(this);
  }

  private guard(work: Promise<void>): void {
    work.catch((error: Error) => this.end(error));
  }

  private async catchUp(): Promise<void> {
    for (let record = this.next(); record && !this.ended; record = this.next()) {
      this.look(record);
      await this.outbox.drained();
      if (this.index % RECORDS_PER_TURN !== 0) continue;
      await new Promise(setImmediate);
      await this.service.faults.moving();
    }
    if (this.ended) return;
    this.outbox.write(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    this.stopListening = this.service.log.onCommit((records) => this.take(records));
  }

  private next(): LoggedRecord | undefined {
    const record = this.service.log.at(this.index);
    if (record) this.index += 1;
    return record;
  }

  private take(records: readonly LoggedRecord[]): void {
    for (const record of records) this.buffer.push(record);
    if (this.buffer.filter(this.wants).length > LIVE_BUFFER_EVENTS) return this.end(tooSlow());
    if (!this.pumping) this.guard(this.pump());
  }

  /** Sends what waits, as long as the consumer takes it. */
  private async pump(): Promise<void> {
    this.pumping = true;
    await this.service.faults.moving();
    for (let record = this.buffer.shift(); record && !this.ended; record = this.buffer.shift()) {
      this.look(record);
      await this.outbox.drained();
    }
    this.pumping = false;
  }

  private look(record: LoggedRecord): void {
    if (this.wants(record)) this.outbox.write(eventResponse(record));
    this.looked += 1;
    if (this.checkpointEvery !== undefined && this.looked % this.checkpointEvery === 0) this.outbox.write(checkpoint(record));
  }
}
