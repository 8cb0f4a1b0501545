import type { DocumentReader } from '@docket/document-store';
import type { EventReader } from '@docket/event-store';
import type { Log } from '@docket/gateway';
import { LogTail, ProjectedLog, type Projection, type ProjectorLogEntry, systemClock } from '@docket/projecting';

/** What of the log is followed live in this process. */
export interface Live {
  readonly tail: LogTail;
  readonly projected: ProjectedLog;
  close(): Promise<void>;
}

export interface LiveSources {
  readonly events: EventReader;
  readonly documents: DocumentReader;
  readonly projections: readonly Projection[];
  readonly log: Log;
}

export const followLive = ({ events, documents, projections, log }: LiveSources): Live => {
  const complain = ({ level, message, ...fields }: ProjectorLogEntry): void => log[level](fields, message);
  const tail = new LogTail({ events, clock: systemClock, log: complain });
  const projected = new ProjectedLog({ log: tail, documents, projections, clock: systemClock, complain });
  return {
    tail,
    projected,
    close: async () => {
      projected.close();
      await tail.close();
    },
  };
};
