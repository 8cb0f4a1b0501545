import { DRAWN_SHARE_MIN, seldomDrawn } from './drawn-types.js';

const log = (...types: readonly string[]) => types.map((type) => ({ type }));
const logs = (count: number, ...types: readonly string[]) => Array.from({ length: count }, () => log(...types));

describe('what is drawn too seldom', () => {
  const enough = 100 * DRAWN_SHARE_MIN;

  test('is a type that stands in fewer logs than the share asks for, however often it stands there', () => {
    const drawn = [...logs(enough, 'Posted', 'Moved'), ...logs(100 - enough, 'Posted')];
    expect(seldomDrawn(['Posted', 'Moved'], drawn)).toEqual([]);
    const fewer = [...logs(enough - 1, 'Posted', 'Moved', 'Moved'), ...logs(101 - enough, 'Posted')];
    expect(seldomDrawn(['Posted', 'Moved'], fewer)).toEqual([`Moved stands in ${enough - 1} of 100 logs`]);
  });

  test('is a type that stands nowhere, however few the logs', () => {
    expect(seldomDrawn(['Posted', 'Moved'], [log('Posted')])).toEqual(['Moved stands in 0 of 1 logs']);
    expect(seldomDrawn(['Posted'], [])).toEqual(['Posted stands in 0 of 0 logs']);
  });
});
