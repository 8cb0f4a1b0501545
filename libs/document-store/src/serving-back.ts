import type { Build, ProjectionRecord } from './document-store.js';

/** Would the record let a build serve that is behind the one that serves now? Both with the checkpoints as they are stored. */
export const servesFromFurtherBack = (standing: ProjectionRecord | undefined, next: ProjectionRecord): boolean => {
  if (standing?.serving === undefined || next.serving === undefined || standing.serving === next.serving) return false;
  const positionOf = (build: Build | undefined): string => build?.checkpoint?.position ?? '';
  const present = positionOf(standing.builds[standing.serving]);
  const stored = positionOf(standing.builds[next.serving]);
  const given = positionOf(next.builds[next.serving]);
  return (stored > given ? stored : given) < present;
};
