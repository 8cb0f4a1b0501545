import { streamOf } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import { nowFor } from './clock.js';
import type { StreamFold } from './decider.js';
import type { CreationMoved } from './event-types.js';
import { derivedId } from './identities.js';
import type { Provenance } from './stamp.js';
import type { Workings } from './workings.js';

/** Ids under which a command with a key was about to create its stream, other than its own. */
interface Moves {
  readonly to: readonly string[];
}

const movesFold: StreamFold<Moves> = {
  category: 'creation',
  version: 1,
  evolve: (state, event: StreamEvent) => ({ to: [...(state?.to ?? []), (event.data as CreationMoved['data']).to] }),
};

/** Where else a command may have created its stream. */
export const movesOf = async (commandId: string, { loader }: Workings): Promise<readonly string[]> =>
  (await loader.read(movesFold, streamOf(movesFold.category, commandId))).state?.to ?? [];

/** Notes, before it happens, that a command creates its stream under another id than its own: whoever comes again with its key is found to have been there. */
export const noteMove = async (to: string, provenance: Provenance, { store, wait, clock, types, loader }: Workings): Promise<void> => {
  const { commandId } = provenance;
  const now = nowFor(clock, (await loader.read(movesFold, streamOf(movesFold.category, commandId))).recordedAt);
  const type = 'CreationMoved';
  const metadata = { schemaVersion: types.schemaVersionOf(type), recordedAt: now, occurredAt: now, ...provenance };
  const event = { id: derivedId(commandId, `moved:${to}`), type, data: { to }, metadata };
  await appendSurely(store, wait, streamOf(movesFold.category, commandId), [event], 'any');
};
