import { streamOf } from '@docket/event-store';
import type { Actor } from '@docket/event-store';
import type { DecisionContext, Identities, StreamFold } from './decider.js';
import { derivedId } from './identities.js';

/** From what the context of a decision is made. */
export interface Circumstances {
  readonly now: string;
  readonly actor: Actor;
  readonly commandId: string;
  readonly target: string;
  readonly timeZone: string;
  readonly identities: Identities;
  readonly number: string | undefined;
  /** The targets of the commands that were required, by label. */
  readonly required: ReadonlyMap<string, string>;
  /** The states of the streams that the command refers to, by the stream's name. */
  readonly references: ReadonlyMap<string, unknown>;
}

/** Field by field: a copy by spreading costs as much as a decision. */
export const decisionContext = (circumstances: Circumstances): DecisionContext => {
  const { now, actor, commandId, target, timeZone, identities, number, required, references } = circumstances;
  return {
    now,
    actor,
    commandId,
    target,
    timeZone,
    identities,
    number,
    newId: (label) => derivedId(commandId, `id:${label}`),
    required: (label) => required.get(label),
    reference: <State>(fold: StreamFold<State>, id: string): State | undefined => {
      const stream = streamOf(fold.category, id);
      if (!references.has(stream)) throw new Error(`the decision asks for ${stream}, which the command’s references do not name`);
      return references.get(stream) as State | undefined;
    },
  };
};
