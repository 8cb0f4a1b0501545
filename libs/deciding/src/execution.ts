import { WrongExpectedRevision, streamOf } from '@docket/event-store';
import type { ExpectedRevision, NewEvent, StreamEvent } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import { findClaims } from './claim.js';
import type { Taking } from './claim.js';
import { nowFor } from './clock.js';
import { commandHashOf } from './command-hash.js';
import { specOf } from './command-spec.js';
import type { CommandSpec, Decider, Fact, Requirement } from './decider.js';
import { decisionContext } from './decision-context.js';
import type { CommandEnvelope, Outcome } from './envelope.js';
import { derivedId, freshId } from './identities.js';
import { CONFLICT_TRIES, FOLLOWED_STREAMS_MAX, STREAM_EVENTS_MAX } from './limits.js';
import { absentTarget, isRefusal, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { absentStream } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
import { stamp } from './stamp.js';
import type { Provenance } from './stamp.js';
import { StreamTooLong } from './stream-loader.js';
import { takeNumber } from './take-number.js';
import type { Turn } from './turns.js';
import type { Workings } from './workings.js';

/** A command that is to be executed. */
export interface Order<State, Event extends StreamEvent> {
  readonly decider: Decider<State, Event>;
  readonly command: object;
  readonly envelope: Omit<CommandEnvelope, 'idempotencyKey'>;
  readonly commandId: string;
  /** The command's id comes again when the command does. */
  readonly keyed: boolean;
}

/** The stream on which a command is decided. */
interface Opened<State> {
  readonly target: string;
  readonly snapshot: Snapshot<State>;
}

/** The same, and the names that must be taken before its events are appended. */
interface Place<State> extends Opened<State> {
  readonly takings: readonly Taking[];
}

type End<State> = Outcome<State> | Refusal;

/** One command on its way: from where it belongs to what became of it. */
export class Execution<State, Event extends StreamEvent> {
  private readonly operation: string;
  private readonly spec: CommandSpec<State, object, Event>;
  /** The id that the command's target has by the envelope, or by the command; undefined: any fresh one will do. */
  private readonly settledTarget: string | undefined;
  private readonly freshTargets: string[] = [];
  private readonly required = new Map<string, string>();
  private number: string | undefined;
  private hash: string | undefined;
  private turn: Turn | undefined;

  constructor(
    private readonly workings: Workings,
    private readonly order: Order<State, Event>,
  ) {
    const { decider, command, envelope } = order;
    ({ operation: this.operation, spec: this.spec } = specOf(decider, command));
    const { creates } = this.spec;
    this.settledTarget = envelope.target ?? (typeof creates === 'object' ? creates.id(command, workings.identities) : undefined);
    if (this.settledTarget === undefined && !creates) throw new Error(`${this.operation} was given no target`);
  }

  async run(): Promise<End<State>> {
    for (let tries = 1; tries <= CONFLICT_TRIES; tries += 1) {
      try {
        return await this.attempt(tries === 1);
      } catch (error) {
        if (error instanceof StreamTooLong) return tooLong();
        // Somebody was faster: decided again on what is there now.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      } finally {
        this.endTurn();
      }
    }
    return refuse('revision.conflict', 'it was changed by others again and again while this was decided');
  }

  private async attempt(isFirst: boolean): Promise<End<State>> {
    const place = await this.findPlace(isFirst);
    if (!('takings' in place)) return place;
    return (await this.fulfilRequirements(place.snapshot)) ?? this.decide(place);
  }

  // ---- where it is decided

  private async findPlace(isFirst: boolean): Promise<Place<State> | End<State>> {
    for (let nth = 0; ; nth += 1) {
      const target = this.settledTarget ?? this.freshTarget(nth);
      // Nobody can have heard of an id that has just been made up.
      const isUnheardOf = isFirst && this.settledTarget === undefined && !this.order.keyed;
      const opened = await (isUnheardOf ? this.unopened(target) : this.open(target, isFirst));
      if (!('snapshot' in opened)) return opened;
      // The stream was created by somebody who completed a creation that had only come as far as to claim its name.
      if (this.settledTarget === undefined && this.spec.claims && opened.snapshot.state !== undefined) continue;
      return this.barred(opened.snapshot) ?? this.withClaims(opened);
    }
  }

  private freshTarget(nth: number): string {
    const { keyed, commandId } = this.order;
    return (this.freshTargets[nth] ??= keyed ? derivedId(commandId, nth === 0 ? 'target' : `target:${nth}`) : freshId());
  }

  private unopened(target: string): Opened<State> {
    return { target, snapshot: absentStream(this.streamOf(target)) };
  }

  /** The stream of the target, or the one that it only points to; or what became of the command, if it has been recorded. */
  private async open(target: string, isFirst: boolean): Promise<Opened<State> | End<State>> {
    const { decider } = this.order;
    const { loader, turns } = this.workings;
    let at = target;
    for (let followed = 0; followed <= FOLLOWED_STREAMS_MAX; followed += 1) {
      const stream = this.streamOf(at);
      if (!this.turn && (!isFirst || turns.isAwaited(stream))) this.turn = await turns.take(stream);
      const snapshot = await loader.read(decider, stream);
      const recorded = await this.recorded(at, snapshot);
      if (recorded) return recorded;
      const next = snapshot.state === undefined ? undefined : decider.follows?.(snapshot.state);
      if (next === undefined) return { target: at, snapshot };
      at = next;
    }
    throw new Error(`${this.streamOf(target)} leads through more than ${FOLLOWED_STREAMS_MAX} streams`);
  }

  /** The answer to a command that stands in the stream: the one that was given then. */
  private async recorded(target: string, snapshot: Snapshot<State>): Promise<End<State> | undefined> {
    const { commandId, decider } = this.order;
    const recorded = snapshot.commands.find(commandId);
    if (!recorded) return undefined;
    if (recorded.hash !== undefined && recorded.hash !== this.commandHash()) {
      const message = 'the key was used before for the same operation with other content';
      return refuse('idempotency.payloadDiffers', message, { kind: 'unprocessable' });
    }
    const { loader } = this.workings;
    const isLast = recorded.revision === snapshot.revision;
    const then = isLast ? snapshot : await loader.readUpTo(decider, snapshot.stream, recorded.revision);
    return this.outcome(target, then, { repeated: true, changed: true });
  }

  private barred({ state, revision }: Snapshot<State>): Refusal | undefined {
    const { category } = this.order.decider;
    const { expectedRevision } = this.order.envelope;
    if (state === undefined && !this.spec.creates) {
      return absentTarget(category);
    }
    if (expectedRevision === undefined || expectedRevision === revision) return undefined;
    const present = revision < 0 ? 'it does not exist' : `it is at revision ${revision}`;
    return refuse('revision.mismatch', `revision ${expectedRevision} was expected, but ${present}`, { kind: 'preconditionFailed' });
  }

  private async withClaims(opened: Opened<State>, hasMoved = false): Promise<Place<State> | End<State>> {
    const { target, snapshot } = opened;
    const claims = this.spec.claims?.(snapshot.state, this.order.command) ?? [];
    if (claims.length === 0) return { ...opened, takings: [] };
    const { loader, identities } = this.workings;
    const { decider, commandId } = this.order;
    const mayMove = this.settledTarget === undefined && !hasMoved;
    const finding = await findClaims(claims, { decider, commandId, target, snapshot, mayMove }, loader, identities);
    if (finding.kind === 'free') return { ...opened, takings: finding.takings };
    if (finding.kind === 'taken') return finding.refusal;
    const there =
      finding.kind === 'recorded' ? await this.recorded(finding.target, finding.snapshot) : await this.open(finding.target, true);
    if (!there) throw new Error(`${finding.target} was said to hold the command ${commandId}`);
    if (!('snapshot' in there)) return there;
    if (there.snapshot.state !== undefined) throw new WrongExpectedRevision(there.snapshot.stream, 'none', there.snapshot.revision);
    return this.withClaims(there, true);
  }

  // ---- what it needs

  private async fulfilRequirements({ state }: Snapshot<State>): Promise<Refusal | undefined> {
    for (const requirement of this.spec.requires?.(state, this.order.command, this.workings.identities) ?? []) {
      if (this.required.has(requirement.label)) continue;
      // Whoever waits for another stream holds none: two could wait for one another.
      this.endTurn();
      const end = await this.require(requirement);
      if (isRefusal(end)) return end;
      this.required.set(requirement.label, end.target);
    }
    return undefined;
  }

  private require({ label, decider, command, target }: Requirement): Promise<End<unknown>> {
    const { envelope, commandId, keyed } = this.order;
    const { actor, via, correlationId } = envelope;
    return new Execution(this.workings, {
      decider,
      command,
      keyed,
      commandId: derivedId(commandId, `requires:${label}`),
      envelope: {
        actor,
        via,
        causationId: commandId,
        ...(target === undefined ? {} : { target }),
        ...(correlationId === undefined ? {} : { correlationId }),
      },
    }).run();
  }

  private async loadReferences({ state }: Snapshot<State>): Promise<ReadonlyMap<string, unknown>> {
    const { loader, identities } = this.workings;
    const references = this.spec.references?.(state, this.order.command, identities) ?? [];
    if (references.length === 0) return new Map();
    const load = async (stream: string, fold: (typeof references)[number]['fold']) =>
      [stream, (await loader.read(fold, stream)).state] as const;
    return new Map(await Promise.all(references.map(({ fold, id }) => load(streamOf(fold.category, id), fold))));
  }

  // ---- the decision

  private async decide(place: Place<State>): Promise<End<State>> {
    const { target, snapshot, takings } = place;
    const { clock, types, timeZone, identities } = this.workings;
    const { command, envelope, commandId } = this.order;
    const references = await this.loadReferences(snapshot);
    const now = nowFor(clock, snapshot.recordedAt);
    const provenance = this.provenance();
    await this.takeNumber(snapshot, now, provenance);
    const { number, required } = this;
    const context = decisionContext({ now, actor: envelope.actor, commandId, target, timeZone, identities, number, required, references });
    const decision = this.spec.decide(snapshot.state, command, context);
    if (isRefusal(decision)) return decision;
    if (decision.length === 0) return this.outcome(target, snapshot, { repeated: false, changed: false });
    if (snapshot.revision + 1 + decision.length > STREAM_EVENTS_MAX) return tooLong();
    const events = stamp(decision as readonly Fact[], types, provenance, now);
    if (isRefusal(events)) return events;
    for (const taking of takings) await this.take(taking, now, provenance);
    return this.append(place, events);
  }

  /** Once for a command, however often it is decided. */
  private async takeNumber({ state }: Snapshot<State>, now: string, provenance: Provenance): Promise<void> {
    const { store, wait, timeZone } = this.workings;
    if (state !== undefined || this.number !== undefined) return;
    const series = this.spec.takesNumber?.(this.order.command, { now, timeZone });
    if (series) this.number = await takeNumber(store, wait, series, provenance, now);
  }

  private async take({ stream, expected, data }: Taking, now: string, { commandHash: _, ...provenance }: Provenance): Promise<void> {
    const { store, wait, types } = this.workings;
    const type = 'NameClaimed';
    const metadata = { schemaVersion: types.schemaVersionOf(type), recordedAt: now, occurredAt: now, ...provenance };
    const id = derivedId(this.order.commandId, `claim:${stream}:${expected}`);
    await appendSurely(store, wait, stream, [{ id, type, data, metadata }], expected);
  }

  private async append({ target, snapshot }: Place<State>, events: readonly NewEvent[]): Promise<Outcome<State>> {
    const { store, wait, loader } = this.workings;
    const { stream, revision } = snapshot;
    const expected = revision < 0 ? 'none' : revision;
    const { position } = await appendSurely(store, wait, stream, events, expected);
    if (this.order.keyed) await this.assureMine(stream, revision + events.length, expected, events);
    const recorded = events.map((event, index) => ({ ...event, stream, revision: revision + 1 + index, position }));
    return this.outcome(target, loader.extend(this.order.decider, snapshot, recorded), { repeated: false, changed: true });
  }

  /** The same key may be on its way twice at once: then the events of both have the same ids, and the store takes the second append for the first one sent
   *  again. What stands in the log tells whose it is. */
  private async assureMine(stream: string, revision: number, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<void> {
    const [there] = await this.workings.store.readStream(stream, { fromRevision: revision, maxCount: 1 });
    const mine = events.at(-1)?.metadata;
    const isMine =
      there?.metadata.recordedAt === mine?.recordedAt &&
      there?.metadata.commandHash === mine?.commandHash &&
      there?.metadata.correlationId === mine?.correlationId;
    if (!isMine) throw new WrongExpectedRevision(stream, expected, revision);
  }

  // ----

  private provenance(): Provenance {
    const { envelope, commandId, keyed } = this.order;
    const { actor, via, correlationId, causationId } = envelope;
    return {
      actor,
      via,
      commandId,
      ...(keyed ? { commandHash: this.commandHash() } : {}),
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(causationId === undefined ? {} : { causationId }),
    };
  }

  private commandHash(): string {
    return (this.hash ??= commandHashOf(this.order.command));
  }

  private outcome(target: string, snapshot: Snapshot<State>, end: Pick<Outcome, 'repeated' | 'changed'>): Outcome<State> {
    const { stream, state, revision, position } = snapshot;
    if (state === undefined) throw new Error(`${this.operation} decided nothing for ${stream}, which does not exist`);
    return { target, stream, state, revision, position, ...end };
  }

  private streamOf(id: string): string {
    return streamOf(this.order.decider.category, id);
  }

  private endTurn(): void {
    this.turn?.release();
    this.turn = undefined;
  }
}

const tooLong = (): Refusal => refuse('stream.tooLong', `its history would pass ${STREAM_EVENTS_MAX} events`);
