import type { StreamEvent } from '@docket/event-store';

/** What a stream holds of a command. */
export interface RecordedCommand {
  /** commandHash of its events, where they have one. */
  readonly hash: string | undefined;
  /** Of the command's last event. */
  readonly revision: number;
}

/** The commands of a stream by their ids. The snapshots of a stream share one, and it only grows: it may know more than the snapshot at hand, and all that
 *  it knows has been recorded. */
export class RecordedCommands {
  private readonly byId = new Map<string, RecordedCommand>();
  /** Most streams have nothing imported. */
  private importedUpTo: Map<string, string> | undefined;

  get size(): number {
    return this.byId.size;
  }

  find(commandId: string): RecordedCommand | undefined {
    return this.byId.get(commandId);
  }

  /** The latest occurredAt of what was imported from a source; '': nothing was. */
  importedFrom(source: string): string {
    return this.importedUpTo?.get(source) ?? '';
  }

  add({ metadata: { commandId, commandHash: hash, actor, occurredAt }, revision }: StreamEvent): void {
    const known = this.byId.get(commandId);
    if (!known || known.revision < revision) this.byId.set(commandId, { hash, revision });
    if (actor.kind === 'import' && occurredAt > this.importedFrom(actor.id)) (this.importedUpTo ??= new Map()).set(actor.id, occurredAt);
  }
}
