import { WrongExpectedRevision } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { findClaims } from './claim.js';
import type { Taking } from './claim.js';
import type { Claim } from './decider.js';
import { movesOf, noteMove } from './moved-creation.js';
import { FOLLOWED_STREAMS_MAX } from './limits.js';
import type { End, Order } from './order.js';
import type { RecordedCommand } from './recorded-commands.js';
import { absentTarget, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { absentStream } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
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
}

/** Finds where a command is to be decided, or its end: recorded before, refused before anything was decided. */
export class PlaceFinder<State, Event extends StreamEvent> {
  private turn: Turn | undefined;

  constructor(
    private readonly workings: Workings,
    private readonly order: Order<State, Event>,
  ) {}

  async find(isFirst: boolean): Promise<Place<State> | End<State>> {
    const { settledTarget, keyed, spec } = this.order;
    for (let nth = 0; ; nth += 1) {
      const target = settledTarget ?? this.order.freshTarget(nth);
      // Nobody can have heard of an id that has just been made up.
      const isUnheardOf = isFirst && settledTarget === undefined && !keyed;
      const opened = isUnheardOf ? this.unopened(target) : await this.open(target, !isFirst);
      if (!('snapshot' in opened)) return opened;
      // Somebody completed a creation that had only come as far as to claim its name, under this id.
      if (settledTarget === undefined && spec.claims && opened.snapshot.state !== undefined) continue;
      const refusal = this.barred(opened.snapshot);
      if (refusal) return refusal;
      const moved = this.mayHaveMoved(opened.snapshot) ? await this.moved() : undefined;
      return moved ?? this.withClaims(opened);
    }
  }

  /** Ends the turn on the stream, where it was needed. */
  release(): void {
    this.turn?.release();
    this.turn = undefined;
  }

  private unopened(target: string): Opened<State> {
    return { target, snapshot: absentStream(this.order.streamOf(target)) };
  }

  /** The stream of the target, or the one that it only points to; or what became of the command, if it is recorded there. */
  private async open(target: string, inTurn: boolean): Promise<Opened<State> | End<State>> {
    const { decider } = this.order;
    const { loader, turns } = this.workings;
    let at = target;
    for (let followed = 0; followed <= FOLLOWED_STREAMS_MAX; followed += 1) {
      const stream = this.order.streamOf(at);
      if (!this.turn && (inTurn || turns.isAwaited(stream))) this.turn = await turns.take(stream);
      const snapshot = await loader.read(decider, stream);
      const recorded = this.recorded(at, snapshot);
      if (recorded) return recorded;
      const next = snapshot.state === undefined ? undefined : decider.follows?.(snapshot.state);
      if (next === undefined) return { target: at, snapshot };
      at = next;
    }
    throw new Error(`${this.order.streamOf(target)} leads through more than ${FOLLOWED_STREAMS_MAX} streams`);
  }

  /** The answer to a command that stands in the stream; undefined: it does not. (Not an async function: most do not, and need not be waited for.) */
  private recorded(target: string, snapshot: Snapshot<State>): Promise<End<State>> | undefined {
    const recorded = snapshot.commands.find(this.order.commandId);
    return recorded && this.answerAgain(target, snapshot, recorded);
  }

  /** The answer that was given then. */
  private async answerAgain(target: string, snapshot: Snapshot<State>, recorded: RecordedCommand): Promise<End<State>> {
    if (recorded.hash !== undefined && recorded.hash !== this.order.commandHash()) {
      const message = 'the key was used before for the same operation, with other content';
      return refuse('idempotency.payloadDiffers', message, { kind: 'unprocessable' });
    }
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

  /** (Not an async function either: most commands claim no name.) */
  private withClaims(opened: Opened<State>, hasMoved = false): Place<State> | Promise<Place<State> | End<State>> {
    const { spec, command } = this.order;
    const claims = spec.claims?.(opened.snapshot.state, command) ?? [];
    if (claims.length > 0) return this.claiming(claims, opened, hasMoved);
    return { target: opened.target, snapshot: opened.snapshot, takings: [] };
  }

  private async claiming(claims: readonly Claim[], opened: Opened<State>, hasMoved: boolean): Promise<Place<State> | End<State>> {
    const { decider, commandId, settledTarget } = this.order;
    const { loader, identities } = this.workings;
    const mayMove = settledTarget === undefined && !hasMoved;
    const finding = await findClaims(claims, { ...opened, decider, commandId, mayMove }, loader, identities);
    switch (finding.kind) {
      case 'free':
        return { ...opened, takings: finding.takings };
      case 'taken':
        return finding.refusal;
      case 'under':
        return this.under(finding.target);
    }
  }

  /** Completes, under its id, the creation of a stream that never came to be. */
  private async under(target: string): Promise<Place<State> | End<State>> {
    const opened = await this.open(target, false);
    if (!('snapshot' in opened)) return opened;
    const { stream, state, revision } = opened.snapshot;
    if (state !== undefined) throw new WrongExpectedRevision(stream, 'none', revision);
    if (this.order.keyed) await noteMove(target, this.order.provenance(), this.workings);
    return this.withClaims(opened, true);
  }

  /** Whether the command may have created its stream under another id than its own. */
  private mayHaveMoved({ state }: Snapshot<State>): boolean {
    const { settledTarget, keyed, spec } = this.order;
    return settledTarget === undefined && keyed && spec.claims !== undefined && state === undefined;
  }

  /** What became of the command, if it did. */
  private async moved(): Promise<End<State> | undefined> {
    const { commandId, decider } = this.order;
    for (const target of await movesOf(commandId, this.workings)) {
      const end = await this.recorded(target, await this.workings.loader.read(decider, this.order.streamOf(target)));
      if (end) return end;
    }
    return undefined;
  }
}
