import type { Build, DocumentStore, ProjectionRecord } from '@docket/document-store';
import { isoTime } from './clock.js';
import { CURSOR_LIFETIME_MS, DROP_GRACE_MS, RECORD_ATTEMPTS_MAX, SUPERSEDED_MAX } from './limits.js';

/** `undefined` out: there is nothing to change. */
export type RecordChange = (record: ProjectionRecord) => ProjectionRecord | undefined;

/** Changes a projection's record by compare-and-set until nobody else comes between. Gives the record as it then is. */
export const changeRecord = async (documents: DocumentStore, projection: string, change: RecordChange): Promise<ProjectionRecord> => {
  for (let attempt = 0; attempt < RECORD_ATTEMPTS_MAX; attempt++) {
    const record = (await documents.readProjection(projection)) ?? { projection, revision: 0, builds: {} };
    const next = change(record);
    if (!next) return record;
    if (await documents.compareAndSetProjection(record.revision, next)) return { ...next, revision: record.revision + 1 };
  }
  throw new Error(`the record of projection ${projection} was changed by others ${RECORD_ATTEMPTS_MAX} times in a row`);
};

export const servingBuild = (record: ProjectionRecord | undefined): Build | undefined =>
  record?.serving === undefined ? undefined : record.builds[record.serving];

/** Stopped at an event that it has not passed since (another projector may have). */
export const isStopped = ({ stopped, checkpoint }: Build): boolean =>
  stopped !== undefined && !(checkpoint && checkpoint.position >= stopped.position);

/** Builds beside the serving one that were never served: what a rebuild is making, or has left. */
export const candidates = (record: ProjectionRecord): readonly Build[] =>
  Object.values(record.builds).filter(({ id, retiredAt }) => id !== record.serving && retiredAt === undefined);

/** Does a cursor of this build still count? */
export const servesCursors = ({ retiredAt }: Build, now: number): boolean =>
  retiredAt === undefined || now < Date.parse(retiredAt) + CURSOR_LIFETIME_MS;

/** Retired so long ago that its documents can be dropped. */
export const isOver = ({ retiredAt }: Build, now: number): boolean =>
  retiredAt !== undefined && now >= Date.parse(retiredAt) + CURSOR_LIFETIME_MS + DROP_GRACE_MS;

export const withBuild = (record: ProjectionRecord, build: Build): ProjectionRecord => ({
  ...record,
  builds: { ...record.builds, [build.id]: build },
});

export const withoutBuild = (record: ProjectionRecord, id: string): ProjectionRecord => {
  const { [id]: _gone, ...builds } = record.builds;
  return { ...record, builds };
};

/** The build, changed; undefined where it is gone or would stay as it is. */
export const withBuildChanged = (
  record: ProjectionRecord,
  id: string,
  change: (build: Build) => Build | undefined,
): ProjectionRecord | undefined => {
  const build = record.builds[id];
  const changed = build && change(build);
  return changed && withBuild(record, changed);
};

/** The candidate serves from now on, the one before it only those who hold its cursors. undefined: the candidate is gone, serves
 *  already, has stopped, or is behind the serving build: nobody may be sent back in time. */
export const switched = (record: ProjectionRecord, candidate: string, now: number): ProjectionRecord | undefined => {
  const next = record.builds[candidate];
  const before = servingBuild(record);
  if (!next || next.retiredAt !== undefined || record.serving === candidate || isStopped(next)) return undefined;
  if (before && (before.checkpoint?.position ?? '') > (next.checkpoint?.position ?? '')) return undefined;
  if (!before) return { ...record, serving: candidate };
  const retired = withBuild(record, { ...before, retiredAt: isoTime(now) });
  return { ...retired, serving: candidate, superseded: supersededBy(next.version, before.version, record) };
};

/** The versions that another one took over from, the last one last. */
const supersededBy = (next: string, before: string, { superseded = [] }: ProjectionRecord): readonly string[] =>
  [...superseded.filter((version) => version !== next && version !== before), ...(before === next ? [] : [before])].slice(-SUPERSEDED_MAX);

export const isSuperseded = ({ superseded = [] }: ProjectionRecord, version: string): boolean => superseded.includes(version);
