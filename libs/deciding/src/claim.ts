import { streamOf } from '@docket/event-store';
import type { ExpectedRevision, StreamEvent } from '@docket/event-store';
import type { Claim, Decider, Identities, StreamFold } from './decider.js';
import type { NameClaimed } from './event-types.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Snapshot } from './snapshot.js';
import type { CachedStreamLoader } from './stream-loader.js';

/** Who has claimed a name so far, the last one at the end. */
interface ClaimedName {
  readonly claims: readonly NameClaimed['data'][];
}

const claimFold: StreamFold<ClaimedName> = {
  category: 'claim',
  version: 1,
  evolve: (state, event: StreamEvent) => ({ claims: [...(state?.claims ?? []), event.data as NameClaimed['data']] }),
};

/** The stream of a name: it does not say the name. */
export const claimStreamOf = ({ kind, name }: Claim, identities: Identities): string =>
  streamOf(claimFold.category, `${kind}-${identities.fromSecret(`claim:${kind}`, name)}`);

/** A name that has yet to be taken for a command: an append to the name's stream, at the revision at which it was found free. */
export interface Taking {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** recordedAt of the stream's last event; '': it has none. */
  readonly lastRecordedAt: string;
  readonly data: NameClaimed['data'];
}

/** The command that wants names, and where it is going to be executed. */
export interface Claimant<State> {
  readonly decider: Decider<State>;
  readonly commandId: string;
  /** The id of the stream that is to hold the names. */
  readonly target: string;
  readonly snapshot: Snapshot<State>;
  /** The command creates a stream, and it does not matter under which id. */
  readonly mayMove: boolean;
}

/** What was found of the names that a command wants. */
export type ClaimFinding =
  | { readonly kind: 'free'; readonly takings: readonly Taking[] }
  | { readonly kind: 'taken'; readonly refusal: Refusal }
  /** The name was claimed for a stream that never came to be: the creation is completed under that stream's id. */
  | { readonly kind: 'under'; readonly target: string };

/** Looks whether a command may have the names that it wants; nothing is written.
 *
 *  A name belongs to the stream that claimed it last. Another one may follow only when that stream shows that it does not hold the name and can't come to hold
 *  it by that claim any more: it has the claim's command in it, or was to be created by it and is there. Whoever follows does so at the revision of the claim
 *  that was looked at, so of two who see a name free one gets it. */
export const findClaims = async <State>(
  claims: readonly Claim[],
  claimant: Claimant<State>,
  loader: CachedStreamLoader,
  identities: Identities,
): Promise<ClaimFinding> => {
  const held = heldBy(claimant.decider, claimant.snapshot);
  const takings: Taking[] = [];
  for (const claim of claims) {
    if (includes(held, claim)) continue;
    const finding = await findClaim(claim, await loader.read(claimFold, claimStreamOf(claim, identities)), claimant, loader);
    if (finding.kind !== 'free') return finding;
    takings.push(...finding.takings);
  }
  return { kind: 'free', takings };
};

const findClaim = async <State>(
  claim: Claim,
  { stream, state, revision, recordedAt: lastRecordedAt }: Snapshot<ClaimedName>,
  claimant: Claimant<State>,
  loader: CachedStreamLoader,
): Promise<ClaimFinding> => {
  const { decider, commandId, target } = claimant;
  const data = { owner: target, commandId, creating: claimant.snapshot.state === undefined };
  const free = { kind: 'free', takings: [{ stream, expected: revision < 0 ? 'none' : revision, lastRecordedAt, data }] } as const;
  const last = state?.claims.at(-1);
  if (!last) return free;
  // Claimed for this stream: by this command, which comes again, or by another one, which is over or still racing with this one for the stream itself. A
  // claim to create the stream holds nothing for who finds it there: others may see that it came to be without the name.
  const isMine = last.commandId === commandId && last.creating === data.creating;
  if (last.owner === target) return isMine ? { kind: 'free', takings: [] } : free;
  const owner = await loader.read(decider, streamOf(decider.category, last.owner));
  if (owner.state === undefined && claimant.mayMove) return { kind: 'under', target: last.owner };
  return canStillTake(owner, last) || includes(heldBy(decider, owner), claim) ? taken(claim) : free;
};

/** Whether a stream may yet come to hold the name by the last claim: it was to be created by it and is not there, or its command has not come. */
const canStillTake = ({ state, commands }: Snapshot, { creating, commandId }: NameClaimed['data']): boolean =>
  state === undefined || (!creating && commands.find(commandId) === undefined);

const taken = ({ kind, field = kind }: Claim): { kind: 'taken'; refusal: Refusal } => ({
  kind: 'taken',
  refusal: refuse(`${kind}.taken`, `the ${field} is taken`, { field }),
});

const heldBy = <State>(decider: Decider<State>, { state }: Snapshot<State>): readonly Claim[] => {
  if (!decider.holds) throw new Error(`${decider.category} has commands that claim names, but does not say which names its state holds`);
  return state === undefined ? [] : decider.holds(state);
};

const includes = (claims: readonly Claim[], { kind, name }: Claim): boolean =>
  claims.some((claim) => claim.kind === kind && claim.name === name);
