import { isRefusal, type Refusal } from '@docket/deciding';
import type { CommandEnd } from './command-end.js';
import { InvalidInput } from './validation/input-reader.js';

export type CountCommand = (name: string, end: CommandEnd) => void;

/** Counts a change by what it came to, however it ends, and gives what it gave. Wrong input is refused like a wrong command; anything else that is thrown is a failure. */
export const counted =
  <Asked extends readonly unknown[], Changed extends object>(
    name: string,
    count: CountCommand,
    endOf: (changed: Changed) => CommandEnd,
    change: (...asked: Asked) => Promise<Changed | Refusal>,
  ) =>
  async (...asked: Asked): Promise<Changed | Refusal> => {
    let end: CommandEnd = 'failed';
    try {
      const changed = await change(...asked);
      end = isRefusal(changed) ? 'refused' : endOf(changed);
      return changed;
    } catch (error) {
      if (error instanceof InvalidInput) end = 'refused';
      throw error;
    } finally {
      count(name, end);
    }
  };
