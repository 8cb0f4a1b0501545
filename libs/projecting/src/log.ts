/** A line of the projector's log: plain data without personal content, so that it can come from another thread. */
export interface ProjectorLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly projection?: string;
  readonly build?: string;
  /** The address of the event that it is about. */
  readonly event?: {
    readonly position: string;
    readonly stream: string;
    readonly revision: number;
    readonly type: string;
    readonly id: string;
  };
  readonly reason?: string;
}

export type ProjectorLog = (entry: ProjectorLogEntry) => void;

export const reasonOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
