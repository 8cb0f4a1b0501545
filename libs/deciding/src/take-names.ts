import { appendSurely } from './append-surely.js';
import type { Taking } from './claim.js';
import { nowFor } from './clock.js';
import type { Place } from './find-place.js';
import { derivedId } from './identities.js';
import { bindKey } from './keyed-creation.js';
import type { Refusal } from './refusal.js';
import type { Soon } from './soon.js';
import type { Provenance } from './stamp.js';
import type { Workings } from './workings.js';

type Names = Pick<Place<unknown>, 'binding' | 'takings'>;

/** Takes the names of a place for its stream, before its events are appended: names come last, so that what is refused has taken none. */
export const takeNames = (names: Names, from: { readonly provenance: Provenance }, workings: Workings): Soon<Refusal | undefined> =>
  names.binding === undefined && names.takings.length === 0 ? undefined : bindAndTake(names, from.provenance, workings);

const bindAndTake = async ({ binding, takings }: Names, provenance: Provenance, workings: Workings): Promise<Refusal | undefined> => {
  const differs = binding && (await bindKey(binding, provenance, workings));
  if (differs) return differs;
  for (const taking of takings) await take(taking, provenance, workings);
  return undefined;
};

const take = async (taking: Taking, provenance: Provenance, { store, wait, types, clock }: Workings): Promise<void> => {
  const { stream, expected, lastRecordedAt, data } = taking;
  const now = nowFor(clock, lastRecordedAt);
  const type = 'NameClaimed';
  const id = derivedId(provenance.commandId, `claim:${stream}:${expected}:${data.owner}`);
  const metadata = { schemaVersion: types.schemaVersionOf(type), recordedAt: now, occurredAt: now, ...provenance };
  await appendSurely(store, wait, stream, [{ id, type, data, metadata }], expected);
};
