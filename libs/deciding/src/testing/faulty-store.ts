import { OutcomeUnknown } from '@docket/event-store';
import type { Appended, ExpectedRevision, NewEvent, ReadStreamOptions, RecordedEvent } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';

/** A store that lets others in between, and programs that die at a given place. */
export class FaultyStore extends MemoryEventStore {
  private crashType: string | undefined;
  private interruption: (() => Promise<void>) | undefined;
  private unknown = false;
  /** Streams that were read, in order. */
  readonly reads: string[] = [];

  /** Whoever writes an event of this type next does not live to see it: the append is written, and ends in an error that nobody handles. */
  crashBehind(type: string): void {
    this.crashType = type;
  }

  /** Somebody acts just before the next append is looked at. */
  beforeNextAppend(act: () => Promise<void>): void {
    this.interruption = act;
  }

  /** The append at hand is not written, and nobody knows. */
  failNext(_: 'unknown and unwritten'): void {
    this.unknown = true;
  }

  override async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const act = this.interruption;
    this.interruption = undefined;
    await act?.();
    if (act && this.unknown) {
      this.unknown = false;
      throw new OutcomeUnknown('nobody knows');
    }
    const appended = await super.append(stream, events, expected);
    if (events.some(({ type }) => type === this.crashType)) {
      this.crashType = undefined;
      throw new Error('crashed');
    }
    return appended;
  }

  override async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    this.reads.push(stream);
    return super.readStream(stream, options);
  }
}
