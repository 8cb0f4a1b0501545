import { EXIT } from '../exit-codes.js';
import { exitOf } from './summary.js';

describe('an import', () => {
  test('that the read models show has ended well', () => expect(exitOf({ followedSeconds: 1.5 })).toBe(EXIT.done));

  test('that was stopped before they did has been stopped, also where the whole file is in the log', () =>
    expect(exitOf({ followedSeconds: null })).toBe(EXIT.stopped));
});
