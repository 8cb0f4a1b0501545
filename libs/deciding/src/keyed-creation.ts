import { streamOf, WrongExpectedRevision } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import { nowFor } from './clock.js';
import type { StreamFold } from './decider.js';
import type { CreationMoved } from './event-types.js';
import { derivedId } from './identities.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Snapshot } from './snapshot.js';
import type { Soon } from './soon.js';
import type { Provenance } from './stamp.js';
import type { Workings } from './workings.js';

/** What is known of a key that was used to create a stream with names. */
interface KeyedCreation {
  /** The hash of the command that the key is bound to. */
  readonly hash: string | undefined;
  /** Ids, other than its own, under which it was about to create the stream. */
  readonly to: readonly string[];
}

const keyedCreationFold: StreamFold<KeyedCreation> = {
  category: 'creation',
  version: 2,
  evolve: (state, { type, data, metadata }: StreamEvent) => {
    const hash = state ? state.hash : metadata.commandHash;
    const to = state?.to ?? [];
    return { hash, to: type === 'CreationMoved' ? [...to, (data as CreationMoved['data']).to] : to };
  },
};

const keyStreamOf = (commandId: string): string => streamOf(keyedCreationFold.category, commandId);

/** What became of a command's key so far. */
export const keyedCreationOf = (commandId: string, { loader }: Workings): Soon<Snapshot<KeyedCreation>> =>
  loader.read(keyedCreationFold, keyStreamOf(commandId));

/** A creation that is about to happen. */
export interface Binding {
  /** The id under which the stream is created. */
  readonly target: string;
  /** The command's own id for it: the same as `target`, unless it completes what somebody else has only begun. */
  readonly own: string;
  /** The command's revision in the stream of that id; undefined: it is not there. */
  recordedIn(target: string): Promise<number | undefined>;
}

/** Binds a command's key to its content, and notes where it creates its stream, before it takes names for it.
 *
 *  The same key may be on its way several times at once, and each may find another claim to complete, so they do not meet in one stream that is to be created. Those of
 *  other content meet here: one of them binds the key. Those of the same content meet in the claim: who takes it has looked, after it had found it free, that none of
 *  the others has created the stream elsewhere, and the others can't any more once it is taken. Fails with WrongExpectedRevision where another one was faster. */
export const bindKey = async (binding: Binding, provenance: Provenance, workings: Workings): Promise<Refusal | undefined> => {
  const { commandId, commandHash } = provenance;
  const { target, own } = binding;
  const { stream, state, revision, recordedAt } = await keyedCreationOf(commandId, workings);
  if (state && state.hash !== commandHash) return differentContent();
  for (const elsewhere of new Set([own, ...(state?.to ?? [])])) {
    const recorded = elsewhere === target ? undefined : await binding.recordedIn(elsewhere);
    if (recorded !== undefined) throw new WrongExpectedRevision(elsewhere, 'none', recorded);
  }
  if (target === own ? state : state?.to.includes(target)) return undefined;
  const { store, wait, clock, types } = workings;
  const now = nowFor(clock, recordedAt);
  const { type, data } = target === own ? { type: 'KeyBound', data: {} } : { type: 'CreationMoved', data: { to: target } };
  const metadata = { schemaVersion: types.schemaVersionOf(type), recordedAt: now, occurredAt: now, ...provenance };
  // With the hash: what has another content must not be taken for this one, sent again.
  const id = derivedId(commandId, `${type}:${target}:${commandHash}`);
  await appendSurely(store, wait, stream, [{ id, type, data, metadata }], revision < 0 ? 'none' : revision);
  return undefined;
};

export const differentContent = (): Refusal =>
  refuse('idempotency.payloadDiffers', 'the key was used before for the same operation, with other content', { kind: 'unprocessable' });
