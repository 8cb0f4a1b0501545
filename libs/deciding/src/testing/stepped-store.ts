import type { Appended, EventStore, ExpectedRevision, NewEvent, ReadStreamOptions, RecordedEvent } from '@docket/event-store';

/** The program was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** One program's way to a store, on which every step waits until it is let go: before the store does what it is asked for, and again before the program hears of
 *  it. At a given step the program is killed: it never goes on, whatever has been written. */
export class SteppedStore implements Pick<EventStore, 'append' | 'readStream'> {
  private steps = 0;

  constructor(
    private readonly store: Pick<EventStore, 'append' | 'readStream'>,
    private readonly step: (label: string) => Promise<unknown>,
    private readonly killedAt: number = Infinity,
  ) {}

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return this.stepwise(`append ${stream}`, () => this.store.append(stream, events, expected));
  }

  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.stepwise(`read ${stream}`, () => this.store.readStream(stream, options));
  }

  private async stepwise<Answer>(label: string, act: () => Promise<Answer>): Promise<Answer> {
    await this.next(label);
    // A failure is heard as late as an answer.
    const answer = await act().then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    await this.next(`answer to ${label}`);
    return answer();
  }

  private async next(label: string): Promise<void> {
    this.steps += 1;
    if (this.steps > this.killedAt) throw new Killed(`killed at ${label}`);
    await this.step(label);
  }
}
