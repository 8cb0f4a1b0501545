import { subjectIdOf } from '@docket/event-store';
import type { Position, StreamEvent } from '@docket/event-store';

/** What the state of every stream tells of itself: the head of a read model's row, and of a command's answer. */
export interface Subject {
  readonly id: string;
  /** Of the last event. */
  readonly revision: number;
  readonly position: Position;
  /** recordedAt of the first event (ISO 8601, UTC). */
  readonly createdAt: string;
  /** recordedAt of the last event. */
  readonly updatedAt: string;
}

/** The head after an event: each `evolve` spreads it into its state. */
export const subjectAfter = (before: Subject | undefined, event: StreamEvent): Subject => ({
  id: before?.id ?? subjectIdOf(event.stream),
  revision: event.revision,
  position: event.position,
  createdAt: before?.createdAt ?? event.metadata.recordedAt,
  updatedAt: event.metadata.recordedAt,
});
