import { type streams } from './generated.js';
import { type LoggedRecord } from './record.js';

/** How many records the server looks through between two checkpoints when the client names no window. */
const DEFAULT_SEARCH_WINDOW = 32;

/** What a filtered subscription lets through, and after how many records looked through it hears a checkpoint. */
export interface Filter {
  readonly matches: (record: LoggedRecord) => boolean;
  readonly checkpointEvery: number;
}

const tester = (expression: streams.ReadReq.Options.FilterOptions.Expression | undefined): ((text: string) => boolean) => {
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return (text) => prefixes.some((prefix) => text.startsWith(prefix));
  const pattern = new RegExp(expression?.getRegex() ?? '', 'u');
  return (text) => pattern.test(text);
};

export const filterOf = (options: streams.ReadReq.Options.FilterOptions | undefined): Filter | undefined => {
  if (!options) return undefined;
  const test = tester(options.hasStreamIdentifier() ? options.getStreamIdentifier() : options.getEventType());
  const byStream = options.hasStreamIdentifier();
  const window = options.hasMax() ? options.getMax() : DEFAULT_SEARCH_WINDOW;
  return {
    matches: ({ stream, type }) => test(byStream ? stream : type),
    checkpointEvery: window * options.getCheckpointintervalmultiplier(),
  };
};
