import { streamOf } from '@docket/event-store';
import type { Actor } from '@docket/event-store';
import type { DecisionContext, Identities, StreamFold } from './decider.js';
import { derivedId } from './identities.js';

/** From what the context of a decision is made. */
export interface Circumstances extends Pick<DecisionContext, 'now' | 'actor' | 'target' | 'timeZone' | 'identities' | 'number'> {
  /** The targets of the commands that were required, by label. */
  readonly required: ReadonlyMap<string, string>;
  /** The states of the streams that the command refers to, by the stream's name. */
  readonly references: ReadonlyMap<string, unknown>;
}

/** What a decision is told. The command's id is worked out only for those that ask for it. */
export class CommandContext implements DecisionContext {
  readonly now: string;
  readonly actor: Actor;
  readonly target: string;
  readonly timeZone: string;
  readonly identities: Identities;
  readonly number: string | undefined;

  constructor(
    private readonly identified: { readonly commandId: string },
    private readonly circumstances: Circumstances,
  ) {
    this.now = circumstances.now;
    this.actor = circumstances.actor;
    this.target = circumstances.target;
    this.timeZone = circumstances.timeZone;
    this.identities = circumstances.identities;
    this.number = circumstances.number;
  }

  get commandId(): string {
    return this.identified.commandId;
  }

  newId(label: string): string {
    return derivedId(this.identified.commandId, `id:${label}`);
  }

  required(label: string): string | undefined {
    return this.circumstances.required.get(label);
  }

  reference<State>(fold: StreamFold<State>, id: string): State | undefined {
    const { references } = this.circumstances;
    const stream = streamOf(fold.category, id);
    if (!references.has(stream)) throw new Error(`the decision asks for ${stream}, which the command’s references do not name`);
    return references.get(stream) as State | undefined;
  }
}
