import { hash } from 'node:crypto';
import { canonicalJson, InvalidEvent } from '@docket/event-store';

/** SHA-256 (hex) of the command's canonical JSON. Fields that hold undefined are as good as absent. */
export const commandHashOf = (command: object): string => hash('sha256', textOf(command), 'hex');

const textOf = (command: object): string => {
  try {
    return canonicalJson(command);
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    return canonicalJson(JSON.parse(JSON.stringify(command)));
  }
};
