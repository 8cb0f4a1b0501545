import type { StreamEvent } from '@docket/event-store';

/** What a stream holds of a command. */
export interface RecordedCommand {
  /** commandHash of its events, where they have one. */
  readonly hash: string | undefined;
  /** Of the command's last event. */
  readonly revision: number;
}

/** Bytes of heap that a command takes here without and with a hash: measured over a thousand streams of 300 commands. */
const BARE_BYTES = 110;
const HASHED_BYTES = 230;

/** The commands of a stream by their ids. The snapshots of a stream share one, and it only grows: it may know more than the snapshot at hand, and all that
 *  it knows has been recorded. */
export class RecordedCommands {
  /** Of those without a hash, as most are, the revision alone: an object for each would take half as much again. */
  private readonly byId = new Map<string, RecordedCommand | number>();
  private hashed = 0;
  /** Most streams have nothing imported. */
  private importedUpTo: Map<string, string> | undefined;

  /** Estimated, of heap. */
  get bytes(): number {
    return this.hashed * HASHED_BYTES + (this.byId.size - this.hashed) * BARE_BYTES;
  }

  find(commandId: string): RecordedCommand | undefined {
    const known = this.byId.get(commandId);
    return typeof known === 'number' ? { hash: undefined, revision: known } : known;
  }

  /** The latest occurredAt of what was imported from a source; '': nothing was. */
  importedFrom(source: string): string {
    return this.importedUpTo?.get(source) ?? '';
  }

  add({ metadata: { commandId, commandHash: hash, actor, occurredAt }, revision }: StreamEvent): void {
    const known = this.find(commandId);
    if (!known || known.revision < revision) {
      if (hash !== undefined && known?.hash === undefined) this.hashed += 1;
      this.byId.set(commandId, hash === undefined ? revision : { hash, revision });
    }
    if (actor.kind === 'import' && occurredAt > this.importedFrom(actor.id)) (this.importedUpTo ??= new Map()).set(actor.id, occurredAt);
  }
}
