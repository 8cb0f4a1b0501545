import { WrongExpectedRevision, streamOf } from '@docket/event-store';
import type { NewEvent, StreamEvent } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import { asAppended } from './as-appended.js';
import { assureMine } from './assure-mine.js';
import { nowFor } from './clock.js';
import type { Fact, NumberSeries, Reference, Requirement } from './decider.js';
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
import { allSoon, soon } from './soon.js';
import type { Soon } from './soon.js';
import { stamp } from './stamp.js';
import { StreamTooLong } from './stream-loader.js';
import { takeNames } from './take-names.js';
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

  /** What becomes of it: at once, where nothing is read and nothing changed (as mostly with what is required). */
  run(): Soon<End<State>> {
    const end = this.attempt(true);
    return end instanceof Promise ? this.finish(end) : end;
  }

  private async finish(first: Promise<End<State>>): Promise<End<State>> {
    for (let tries = 1; tries <= CONFLICT_TRIES; tries += 1) {
      try {
        return await (tries === 1 ? first : this.attempt(false));
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

  private attempt(isFirst: boolean): Soon<End<State>> {
    return soon(this.places.find(isFirst), (place) => ('takings' in place ? this.goOnIn(place) : place));
  }

  private goOnIn(place: Place<State>): Soon<End<State>> {
    const { spec, command } = this.order;
    const requirements = spec.requires?.(place.snapshot.state, command, this.workings.identities) ?? [];
    return soon(this.fulfil(requirements), (refusal) => refusal ?? this.decide(place));
  }

  private fulfil([requirement, ...others]: readonly Requirement[]): Soon<Refusal | undefined> {
    if (!requirement) return undefined;
    const { label } = requirement;
    if (this.required.has(label)) return this.fulfil(others);
    // Whoever waits for another stream holds none: two could wait for one another.
    this.places.release();
    return soon(this.require(requirement), (end) => {
      if (isRefusal(end)) return end;
      this.required.set(label, end.target);
      return this.fulfil(others);
    });
  }

  private require({ label, decider, command, target }: Requirement): Soon<End<unknown>> {
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

  private decide(place: Place<State>): Soon<End<State>> {
    const { snapshot } = place;
    const named = this.order.spec.references?.(snapshot.state, this.order.command, this.workings.identities) ?? [];
    return soon(this.load(named), (references) => {
      const now = nowFor(this.workings.clock, snapshot.recordedAt);
      const series = this.seriesFor(snapshot, now);
      return series ? this.decideWithNumber(series, place, references, now) : this.decideOn(place, references, now);
    });
  }

  private async decideWithNumber(
    series: NumberSeries,
    place: Place<State>,
    references: ReadonlyMap<string, unknown>,
    now: string,
  ): Promise<End<State>> {
    const { store, wait } = this.workings;
    this.number = await takeNumber(store, wait, series, this.order.numberId(), this.order.provenance, now);
    return await this.decideOn(place, references, now);
  }

  private decideOn(place: Place<State>, references: ReadonlyMap<string, unknown>, now: string): Soon<End<State>> {
    const { target, snapshot } = place;
    const { types, timeZone, identities } = this.workings;
    const { spec, command, envelope } = this.order;
    const { number, required } = this;
    const circumstances = { now, actor: envelope.actor, target, timeZone, identities, number, required, references };
    const decision = spec.decide(snapshot.state, command, new CommandContext(this.order, circumstances));
    if (isRefusal(decision)) return decision;
    if (decision.length === 0) return this.order.outcome(target, snapshot, { repeated: false, changed: false });
    if (snapshot.revision + 1 + decision.length > STREAM_EVENTS_MAX) return tooLong();
    const facts: readonly Fact[] = decision;
    const events = stamp(facts, types, this.order.provenance, now, (index) => this.order.eventId(index));
    return isRefusal(events) ? events : this.record(place, events);
  }

  private record(place: Place<State>, events: readonly NewEvent[]): Soon<End<State>> {
    return soon(takeNames(place, this.order, this.workings), (refusal) => refusal ?? this.append(place, events));
  }

  private load(references: readonly Reference[]): Soon<ReadonlyMap<string, unknown>> {
    if (references.length === 0) return NO_REFERENCES;
    const { loader } = this.workings;
    const reading = references.map(({ fold, id }) => loader.read(fold, streamOf(fold.category, id)));
    return soon(allSoon(reading), (snapshots) => new Map(snapshots.map(({ stream, state }) => [stream, state])));
  }

  /** Once for a command, however often it is decided, and only when it is not in the log yet. */
  private seriesFor({ state }: Snapshot<State>, now: string): NumberSeries | undefined {
    if (state !== undefined || this.number !== undefined) return undefined;
    const { spec, command } = this.order;
    return spec.takesNumber?.(command, { now, timeZone: this.workings.timeZone });
  }

  private async append({ target, snapshot }: Place<State>, events: readonly NewEvent[]): Promise<End<State>> {
    const { store, wait, loader } = this.workings;
    const { stream, revision } = snapshot;
    const expected = revision < 0 ? 'none' : revision;
    const appended = await appendSurely(store, wait, stream, events, expected);
    if (this.order.keyed) await assureMine(store, stream, revision + events.length, expected, events);
    const recorded = asAppended(stream, events, revision + 1, appended);
    return this.order.outcome(target, loader.extend(this.order.decider, snapshot, recorded), { repeated: false, changed: true });
  }
}

const NO_REFERENCES: ReadonlyMap<string, unknown> = new Map();

const tooLong = (): Refusal => refuse('stream.tooLong', `its history would pass ${STREAM_EVENTS_MAX} events`);
