import { WrongExpectedRevision } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { findClaims } from './claim.js';
import type { Taking } from './claim.js';
import type { Claim } from './decider.js';
import { differentContent, keyedCreationOf } from './keyed-creation.js';
import type { Binding } from './keyed-creation.js';
import { FOLLOWED_STREAMS_MAX } from './limits.js';
import type { End, Order } from './order.js';
import type { RecordedCommand } from './recorded-commands.js';
import { absentTarget, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { absentStream } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
import { soon } from './soon.js';
import type { Soon } from './soon.js';
import type { Turn } from './turns.js';
import type { Workings } from './workings.js';

/** The stream on which a command is decided. */
interface Opened<State> {
  readonly target: string;
  readonly snapshot: Snapshot<State>;
}

/** The same, and the names that must be taken before its events are appended. */
export interface Place<State> extends Opened<State> {
  readonly takings: readonly Taking[];
  /** How the command's key is bound before that; undefined: it need not be. */
  readonly binding?: Binding;
}

/** Finds where a command is to be decided, or its end: recorded before, refused before anything was decided. */
export class PlaceFinder<State, Event extends StreamEvent> {
  private turn: Turn | undefined;

  constructor(
    private readonly workings: Workings,
    private readonly order: Order<State, Event>,
  ) {}

  find(isFirst: boolean, nth = 0): Soon<Place<State> | End<State>> {
    const { settledTarget, keyed } = this.order;
    const target = settledTarget ?? this.order.freshTarget(nth);
    // Nobody can have heard of an id that has just been made up.
    const isUnheardOf = isFirst && settledTarget === undefined && !keyed;
    const opening = isUnheardOf ? this.unopened(target) : this.open(target, !isFirst);
    return soon(opening, (opened) => ('snapshot' in opened ? this.placeIn(opened, isFirst, nth) : opened));
  }

  /** Ends the turn on the stream, where it was needed. */
  release(): void {
    this.turn?.release();
    this.turn = undefined;
  }

  private placeIn(opened: Opened<State>, isFirst: boolean, nth: number): Soon<Place<State> | End<State>> {
    const { settledTarget, spec } = this.order;
    // Somebody completed a creation that had only come as far as to claim its name, under this id.
    if (settledTarget === undefined && spec.claims && opened.snapshot.state !== undefined) return this.find(isFirst, nth + 1);
    const refusal = this.barred(opened.snapshot);
    if (refusal) return refusal;
    if (!this.bindsKey(opened.snapshot)) return this.withClaims(opened);
    return this.doneElsewhere().then((before) => before ?? this.withClaims(opened));
  }

  private unopened(target: string): Opened<State> {
    return { target, snapshot: absentStream(this.order.streamOf(target)) };
  }

  /** The stream of the target, or the one that it only points to; or what became of the command, if it is recorded there. */
  private open(target: string, inTurn: boolean, followed = 0): Soon<Opened<State> | End<State>> {
    const { decider } = this.order;
    const stream = this.order.streamOf(target);
    if (followed > FOLLOWED_STREAMS_MAX)
      throw new Error(`${stream} stands behind more than ${FOLLOWED_STREAMS_MAX} streams that only point on`);
    return soon(this.readInTurn(stream, inTurn), (snapshot) => {
      const recorded = this.recorded(target, snapshot);
      if (recorded) return recorded;
      const next = snapshot.state === undefined ? undefined : decider.follows?.(snapshot.state);
      return next === undefined ? { target, snapshot } : this.open(next, inTurn, followed + 1);
    });
  }

  private readInTurn(stream: string, inTurn: boolean): Soon<Snapshot<State>> {
    const { loader, turns } = this.workings;
    const read = (): Soon<Snapshot<State>> => loader.read(this.order.decider, stream);
    if (this.turn || !(inTurn || turns.isAwaited(stream))) return read();
    return turns.take(stream).then((turn) => {
      this.turn = turn;
      return read();
    });
  }

  /** The answer to a command that stands in the stream; undefined: it does not. */
  private recorded(target: string, snapshot: Snapshot<State>): Promise<End<State>> | undefined {
    const recorded = this.order.mayBeRecorded ? snapshot.commands.find(this.order.commandId) : undefined;
    return recorded && this.answerAgain(target, snapshot, recorded);
  }

  /** The answer that was given then. */
  private async answerAgain(target: string, snapshot: Snapshot<State>, recorded: RecordedCommand): Promise<End<State>> {
    if (recorded.hash !== undefined && recorded.hash !== this.order.commandHash()) return differentContent();
    const isLast = recorded.revision === snapshot.revision;
    const then = isLast ? snapshot : await this.workings.loader.readUpTo(this.order.decider, snapshot.stream, recorded.revision);
    return this.order.outcome(target, then, { repeated: true, changed: true });
  }

  private barred({ state, revision }: Snapshot<State>): Refusal | undefined {
    const { decider, spec, envelope } = this.order;
    if (state === undefined && !spec.creates) return absentTarget(decider.category);
    if (envelope.expectedRevision === undefined || envelope.expectedRevision === revision) return undefined;
    const present = revision < 0 ? 'it does not exist' : `it is at revision ${revision}`;
    const message = `revision ${envelope.expectedRevision} was expected, but ${present}`;
    return refuse('revision.mismatch', message, { kind: 'preconditionFailed' });
  }

  private withClaims(opened: Opened<State>): Soon<Place<State> | End<State>> {
    const claims = this.claimsOf(opened);
    if (claims.length > 0) return this.claiming(claims, opened);
    return { target: opened.target, snapshot: opened.snapshot, takings: [] };
  }

  private claimsOf({ snapshot }: Opened<State>): readonly Claim[] {
    return this.order.spec.claims?.(snapshot.state, this.order.command) ?? [];
  }

  /** `own`: where the command would create its stream; another place, to complete what somebody else has only begun, it takes once at most. */
  private async claiming(claims: readonly Claim[], opened: Opened<State>, own = opened): Promise<Place<State> | End<State>> {
    const { decider, commandId, settledTarget } = this.order;
    const { loader, identities } = this.workings;
    const mayMove = settledTarget === undefined && opened === own;
    const finding = await findClaims(claims, { ...opened, decider, commandId, mayMove }, loader, identities);
    switch (finding.kind) {
      case 'free':
        return this.bound({ ...opened, takings: finding.takings }, own.target);
      case 'taken':
        return this.refused(finding.refusal, own.snapshot);
      case 'under':
        return this.under(finding.target, own);
    }
  }

  /** Completes, under its id, the creation of a stream that never came to be. */
  private async under(target: string, own: Opened<State>): Promise<Place<State> | End<State>> {
    const opened = await this.open(target, false);
    if (!('snapshot' in opened)) return opened;
    const { stream, state, revision } = opened.snapshot;
    if (state !== undefined) throw new WrongExpectedRevision(stream, 'none', revision);
    return this.claiming(this.claimsOf(opened), opened, own);
  }

  /** By the same command it may be that was on its way twice. */
  private async refused(refusal: Refusal, snapshot: Snapshot<State>): Promise<End<State>> {
    return (this.bindsKey(snapshot) && (await this.doneElsewhere())) || refusal;
  }

  private bound(place: Place<State>, own: string): Place<State> {
    if (!this.bindsKey(place.snapshot)) return place;
    const { target, snapshot, takings } = place;
    const recordedIn = async (id: string) => (await this.read(id)).commands.find(this.order.commandId)?.revision;
    return { target, snapshot, takings, binding: { target, own, recordedIn } };
  }

  private read(target: string): Soon<Snapshot<State>> {
    return this.workings.loader.read(this.order.decider, this.order.streamOf(target));
  }

  /** Whether the command has a key, and creates a stream with names that may come to stand under another id than its own. */
  private bindsKey({ state }: Snapshot<State>): boolean {
    const { settledTarget, keyed, spec } = this.order;
    return settledTarget === undefined && keyed && spec.claims !== undefined && state === undefined;
  }

  /** What became of the command under another id, or why its key is not good for it. */
  private async doneElsewhere(): Promise<End<State> | undefined> {
    const { state } = await keyedCreationOf(this.order.commandId, this.workings);
    for (const target of state?.to ?? []) {
      const end = await this.recorded(target, await this.read(target));
      if (end) return end;
    }
    return state && state.hash !== this.order.commandHash() ? differentContent() : undefined;
  }
}
