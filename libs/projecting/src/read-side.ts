import type { EventType } from '@docket/event-store';
import type { Projection, ProjectionSettings } from './projection.js';

/** What is read and folded of a capability: all that a projector needs of it. */
export interface ReadSide {
  /** The capability's name. */
  readonly name: string;
  /** The types of its own events, by which those of older versions are lifted. */
  readonly events: readonly EventType[];
  projections?(settings: ProjectionSettings): readonly Projection[];
}

export const eventTypesOf = (readSides: readonly ReadSide[]): readonly EventType[] => readSides.flatMap(({ events }) => events);

export const projectionsOf = (readSides: readonly ReadSide[], settings: ProjectionSettings): readonly Projection[] =>
  readSides.flatMap((readSide) => readSide.projections?.(settings) ?? []);
