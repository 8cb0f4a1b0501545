import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision, streamOf } from '@docket/event-store';
import type { ExpectedRevision, NewEvent, RecordedEvent, StreamEvent } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import type { Taking } from './claim.js';
import { nowFor } from './clock.js';
import type { Fact, Reference, Requirement } from './decider.js';
import { CommandContext } from './decision-context.js';
import { PlaceFinder } from './find-place.js';
import type { Place } from './find-place.js';
import { derivedId } from './identities.js';
import { CONFLICT_TRIES, STREAM_EVENTS_MAX } from './limits.js';
import { Order } from './order.js';
import type { End, OrderedCommand } from './order.js';
import { isRefusal, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Snapshot } from './snapshot.js';
import { stamp } from './stamp.js';
import type { Provenance } from './stamp.js';
import { StreamTooLong } from './stream-loader.js';
import { bindKey } from './keyed-creation.js';
import { takeNumber } from './take-number.js';
import type { Workings } from './workings.js';

/** One command on its way, from where it belongs to what became of it. */
export class Execution<State, Event extends StreamEvent> {
  private readonly order: Order<State, Event>;
  private readonly places: PlaceFinder<State, Event>;
  private readonly required = new Map<string, string>();
  private number: string | undefined;

  constructor(
    private readonly workings: Workings,
    ordered: OrderedCommand<State, Event>,
  ) {
    this.order = new Order(ordered, workings.identities);
    this.places = new PlaceFinder(workings, this.order);
  }

  async run(): Promise<End<State>> {
    for (let tries = 1; tries <= CONFLICT_TRIES; tries += 1) {
      try {
        return await this.attempt(tries === 1);
      } catch (error) {
        if (error instanceof StreamTooLong) return tooLong();
        // Somebody was faster: it is decided again, on what is there now.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      } finally {
        this.places.release();
      }
    }
    return refuse('revision.conflict', 'others changed it again and again while this was decided');
  }

  private async attempt(isFirst: boolean): Promise<End<State>> {
    const place = await this.places.find(isFirst);
    if (!('takings' in place)) return place;
    const { spec, command } = this.order;
    const requirements = spec.requires?.(place.snapshot.state, command, this.workings.identities) ?? [];
    const refusal = requirements.length === 0 ? undefined : await this.fulfil(requirements);
    return refusal ?? (await this.decide(place));
  }

  private async fulfil(requirements: readonly Requirement[]): Promise<Refusal | undefined> {
    for (const requirement of requirements) {
      if (this.required.has(requirement.label)) continue;
      // Whoever waits for another stream holds none: two could wait for one another.
      this.places.release();
      const end = await this.require(requirement);
      if (isRefusal(end)) return end;
      this.required.set(requirement.label, end.target);
    }
    return undefined;
  }

  private require({ label, decider, command, target }: Requirement): Promise<End<unknown>> {
    const { envelope, commandId, keyed } = this.order;
    const { actor, via, correlationId, traceparent } = envelope;
    return new Execution(this.workings, {
      decider,
      command,
      keyed,
      commandId: () => derivedId(commandId, `requires:${label}`),
      envelope: {
        actor,
        via,
        causationId: commandId,
        ...(target === undefined ? {} : { target }),
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(traceparent === undefined ? {} : { traceparent }),
      },
    }).run();
  }

  private async decide(place: Place<State>): Promise<End<State>> {
    const { target, snapshot, takings } = place;
    const { clock, types, timeZone, identities, store, wait } = this.workings;
    const { spec, command, envelope } = this.order;
    const named = spec.references?.(snapshot.state, command, identities) ?? [];
    const references = named.length === 0 ? NO_REFERENCES : await this.load(named);
    const now = nowFor(clock, snapshot.recordedAt);
    const series = this.needsNumber(snapshot) ? spec.takesNumber?.(command, { now, timeZone }) : undefined;
    if (series) this.number = await takeNumber(store, wait, series, this.order.numberId(), this.order.provenance(), now);
    const { number, required } = this;
    const circumstances = { now, actor: envelope.actor, target, timeZone, identities, number, required, references };
    const decision = spec.decide(snapshot.state, command, new CommandContext(this.order, circumstances));
    if (isRefusal(decision)) return decision;
    if (decision.length === 0) return this.order.outcome(target, snapshot, { repeated: false, changed: false });
    if (snapshot.revision + 1 + decision.length > STREAM_EVENTS_MAX) return tooLong();
    const provenance = this.order.provenance();
    const facts: readonly Fact[] = decision;
    const events = stamp(facts, types, provenance, now, (index) => this.order.eventId(index));
    if (isRefusal(events)) return events;
    const differs = place.binding && (await bindKey(place.binding, provenance, this.workings));
    if (differs) return differs;
    // Names last: what is refused has taken none.
    for (const taking of takings) await this.take(taking, provenance);
    return this.append(place, events);
  }

  private async load(references: readonly Reference[]): Promise<ReadonlyMap<string, unknown>> {
    const { loader } = this.workings;
    const load = async ({ fold, id }: Reference): Promise<[string, unknown]> => {
      const { stream, state } = await loader.read(fold, streamOf(fold.category, id));
      return [stream, state];
    };
    return new Map(await Promise.all(references.map(load)));
  }

  /** Once for a command, however often it is decided, and only when it is not in the log yet. */
  private needsNumber({ state }: Snapshot<State>): boolean {
    return state === undefined && this.number === undefined;
  }

  private async take({ stream, expected, lastRecordedAt, data }: Taking, provenance: Provenance): Promise<void> {
    const { store, wait, types, clock } = this.workings;
    const now = nowFor(clock, lastRecordedAt);
    const type = 'NameClaimed';
    const id = derivedId(provenance.commandId, `claim:${stream}:${expected}:${data.owner}`);
    const metadata = { schemaVersion: types.schemaVersionOf(type), recordedAt: now, occurredAt: now, ...provenance };
    await appendSurely(store, wait, stream, [{ id, type, data, metadata }], expected);
  }

  private async append({ target, snapshot }: Place<State>, events: readonly NewEvent[]): Promise<End<State>> {
    const { store, wait, loader } = this.workings;
    const { stream, revision } = snapshot;
    const expected = revision < 0 ? 'none' : revision;
    const { position } = await appendSurely(store, wait, stream, events, expected);
    if (this.order.keyed) await this.assureMine(stream, revision + events.length, expected, events);
    const recorded = events.map(({ id, type, data, metadata }, index) => {
      // Field by field: V8 copies by spreading slowly where fields are added behind.
      return { id, type, data, metadata, stream, revision: revision + 1 + index, position };
    });
    return this.order.outcome(target, loader.extend(this.order.decider, snapshot, recorded), { repeated: false, changed: true });
  }

  /** The same key may be on its way twice at once: then the events of both have the same ids, and the store takes the second append for the first one sent
   *  again. What stands in the log tells whose it is. */
  private async assureMine(stream: string, revision: number, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<void> {
    const there = await this.lastWritten(stream, revision);
    const mine = events.at(-1)?.metadata;
    const isMine =
      there?.metadata.recordedAt === mine?.recordedAt &&
      there?.metadata.commandHash === mine?.commandHash &&
      there?.metadata.correlationId === mine?.correlationId;
    if (!isMine) throw new WrongExpectedRevision(stream, expected, revision);
  }

  private async lastWritten(stream: string, revision: number): Promise<RecordedEvent | undefined> {
    try {
      const [event] = await this.workings.store.readStream(stream, { fromRevision: revision, maxCount: 1 });
      return event;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      // That would say that nothing was written.
      throw new OutcomeUnknown('the command was appended, but it could not be read whether it was this one', { cause: error });
    }
  }
}

const NO_REFERENCES: ReadonlyMap<string, unknown> = new Map();

const tooLong = (): Refusal => refuse('stream.tooLong', `its history would pass ${STREAM_EVENTS_MAX} events`);
