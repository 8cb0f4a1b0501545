import { streamOf } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { commandHashOf } from './command-hash.js';
import { specOf } from './command-spec.js';
import type { CommandSpec, Decider, Identities } from './decider.js';
import type { CommandEnvelope, Outcome } from './envelope.js';
import { freshId } from './fresh-id.js';
import { derivedId, eventIdOf, numberIdOf } from './identities.js';
import type { Refusal } from './refusal.js';
import type { Snapshot } from './snapshot.js';
import type { Provenance } from './stamp.js';

/** A command's end: what became of it, or why not. */
export type End<State> = Outcome<State> | Refusal;

export interface OrderedCommand<State, Event extends StreamEvent> {
  readonly decider: Decider<State, Event>;
  readonly command: object;
  readonly envelope: Omit<CommandEnvelope, 'idempotencyKey'>;
  /** Its id, worked out when it is asked for: what changes nothing, as most of what is required, needs none. */
  readonly commandId: () => string;
  /** The command's id comes again when the command does. */
  readonly keyed: boolean;
}

/** A command that is to be executed, and what is known of it before anything is read. */
export class Order<State, Event extends StreamEvent> {
  readonly decider: Decider<State, Event>;
  readonly command: object;
  readonly envelope: Omit<CommandEnvelope, 'idempotencyKey'>;
  readonly keyed: boolean;
  readonly operation: string;
  readonly spec: CommandSpec<State, object, Event>;
  /** The id that its target has by the envelope, or by the command; undefined: it creates a stream, and any fresh id will do. */
  readonly settledTarget: string | undefined;
  private readonly freshTargets: string[] = [];
  private readonly idOf: () => string;
  private id: string | undefined;
  private hash: string | undefined;
  private from: Provenance | undefined;

  constructor(ordered: OrderedCommand<State, Event>, identities: Identities) {
    ({ decider: this.decider, command: this.command, envelope: this.envelope, commandId: this.idOf, keyed: this.keyed } = ordered);
    ({ operation: this.operation, spec: this.spec } = specOf(this.decider, this.command));
    const { creates } = this.spec;
    this.settledTarget = this.envelope.target ?? (typeof creates === 'object' ? creates.id(this.command, identities) : undefined);
    if (this.settledTarget === undefined && !creates) throw new Error(`${this.operation} was given no target`);
  }

  get commandId(): string {
    return (this.id ??= this.idOf());
  }

  /** Can a stream hold the command? An id that is made up stands nowhere before somebody has asked for it. */
  get mayBeRecorded(): boolean {
    return this.keyed || this.id !== undefined;
  }

  /** The first id to create a stream under, the next one if that is gone, and so on: always the same ones. */
  freshTarget(nth: number): string {
    return (this.freshTargets[nth] ??= this.ownId((commandId) => derivedId(commandId, nth === 0 ? 'target' : `target:${nth}`)));
  }

  /** The id of the command's event of that place. */
  eventId(index: number): string {
    return this.ownId((commandId) => eventIdOf(commandId, index));
  }

  /** The id of the event by which it takes its number. */
  numberId(): string {
    return this.ownId(numberIdOf);
  }

  /** What can come again has the ids that it had. */
  private ownId(derive: (commandId: string) => string): string {
    return this.keyed ? derive(this.commandId) : freshId();
  }

  commandHash(): string {
    return (this.hash ??= commandHashOf(this.command));
  }

  /** Of its events. */
  get provenance(): Provenance {
    return (this.from ??= this.provenanceAnew());
  }

  private provenanceAnew(): Provenance {
    const { actor, via, correlationId, causationId, traceparent } = this.envelope;
    const provenance: { -readonly [Field in keyof Provenance]: Provenance[Field] } = { actor, via, commandId: this.commandId };
    // Only what can come again has to be compared.
    if (this.keyed) provenance.commandHash = this.commandHash();
    if (correlationId !== undefined) provenance.correlationId = correlationId;
    if (causationId !== undefined) provenance.causationId = causationId;
    if (traceparent !== undefined) provenance.traceparent = traceparent;
    return provenance;
  }

  streamOf(target: string): string {
    return streamOf(this.decider.category, target);
  }

  outcome(target: string, snapshot: Snapshot<State>, end: Pick<Outcome, 'repeated' | 'changed'>): Outcome<State> {
    const { stream, state, revision, position } = snapshot;
    if (state === undefined) throw new Error(`${this.operation} decided nothing for ${stream}, which does not exist`);
    return { target, stream, state, revision, position, ...end };
  }
}
