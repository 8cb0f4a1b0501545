import { randomUUID } from 'node:crypto';
import { collectionOf, type Build, type DocumentStore, type ProjectionRecord } from '@docket/document-store';
import {
  candidates,
  changeRecord,
  isOver,
  isStopped,
  isSuperseded,
  servesCursors,
  servingBuild,
  withBuild,
  withBuildChanged,
  withoutBuild,
} from './build-records.js';
import { collectionNames } from './build-layout.js';
import type { Tenancy } from './tenancy.js';
import { isoTime } from './clock.js';
import type { Projection } from './projection.js';

/** What a build that begins is made of. `id` is never used twice. */
export interface NewBuild {
  readonly id: string;
  readonly logId: string;
  readonly now: number;
}

const newBuild = (projection: Projection, { id, logId, now }: NewBuild): Build => ({
  id,
  version: projection.version,
  logId,
  collections: collectionNames(projection),
  startedAt: isoTime(now),
});

/** Sees to it that the wanted version is served or on its way: the first build of a projection serves at once, a build of a new version
 *  begins beside the serving one. One that was superseded is brought back only where no other program's projector works (`alone`): else an older
 *  program that goes on during an upgrade would undo it. undefined: it is so already (a build that a crash left half made counts: it is gone on with). */
export const withWantedBuild = (
  record: ProjectionRecord,
  projection: Projection,
  begun: NewBuild,
  alone: boolean,
): ProjectionRecord | undefined => {
  const wanted = ({ version }: Build): boolean => version === projection.version;
  const serving = servingBuild(record);
  if ((serving && wanted(serving)) || candidates(record).some(wanted)) return undefined;
  if (serving && isSuperseded(record, projection.version) && !alone) return undefined;
  const next = withBuild(record, newBuild(projection, begun));
  return serving ? next : { ...next, serving: begun.id };
};

/** A rebuild that was asked for begins, beside the serving build. One that is on its way already is not begun twice (undefined). */
export const withRebuild = (record: ProjectionRecord, projection: Projection, begun: NewBuild): ProjectionRecord | undefined => {
  const onItsWay = candidates(record).some((build) => build.version === projection.version && !isStopped(build));
  if (onItsWay) return undefined;
  const next = withBuild(record, newBuild(projection, begun));
  return servingBuild(record) ? next : { ...next, serving: begun.id };
};

/** Asks for a rebuild: the projector that works on the projection begins it as soon as it looks. Anybody may ask. Gives the build that is on its way, or that
 *  serves at once. */
export const requestRebuild = async (
  documents: DocumentStore,
  projection: Projection,
  { logId, now }: Omit<NewBuild, 'id'>,
): Promise<{ readonly record: ProjectionRecord; readonly build: string }> => {
  const begun = { id: randomUUID(), logId, now };
  const record = await changeRecord(documents, projection.name, (present) => withRebuild(present, projection, begun));
  const onItsWay = candidates(record).find((build) => build.version === projection.version && !isStopped(build));
  return { record, build: onItsWay?.id ?? record.serving ?? '' };
};

/** The builds that this program feeds: those of its own version, as long as somebody may read them. */
export const buildsToFeed = (record: ProjectionRecord, projection: Projection, now: number): readonly Build[] =>
  Object.values(record.builds).filter((build) => build.version === projection.version && servesCursors(build, now));

/** Where no other program's projector works: candidates that nobody will finish, because they are of a version that is not wanted. */
export const abandoned = (record: ProjectionRecord, projection: Projection): readonly Build[] =>
  candidates(record).filter(({ version }) => version !== projection.version);

/** Candidates that stopped, and that a later one of the same version makes needless. */
export const overtaken = (record: ProjectionRecord): readonly Build[] =>
  candidates(record).filter(
    (build) => isStopped(build) && candidates(record).some((other) => other.version === build.version && !isStopped(other)),
  );

/** Retired in 1970: over, so that nobody goes on with it or feeds it while it is being dropped. */
const LONG_AGO = isoTime(0);

/** Drops a build: marks it, drops its documents, then removes its entry. After a crash in between the mark tells what to drop still. A build that
 *  somebody else let serve meanwhile stays; one that is marked never serves. */
export const dropBuild = async (
  documents: DocumentStore,
  tenancy: Tenancy,
  projection: string,
  { id, collections }: Build,
): Promise<void> => {
  const record = await tenancy.change(projection, (present) =>
    present.serving === id
      ? undefined
      : withBuildChanged(present, id, (build) => (build.retiredAt === undefined ? { ...build, retiredAt: LONG_AGO } : undefined)),
  );
  if (record.serving === id) return;
  for (const name of collections) await documents.drop(collectionOf(name, id));
  await tenancy.change(projection, (present) => (present.builds[id] ? withoutBuild(present, id) : undefined));
};

/** The builds whose time is over. */
export const buildsToDrop = (record: ProjectionRecord, now: number): readonly Build[] =>
  Object.values(record.builds).filter((build) => build.id !== record.serving && isOver(build, now));

/** A restart tries again what an event had stopped. */
export const withoutStop = (record: ProjectionRecord, id: string): ProjectionRecord | undefined =>
  withBuildChanged(record, id, ({ stopped, ...build }) => (stopped ? build : undefined));
