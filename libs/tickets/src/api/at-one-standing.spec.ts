import 'reflect-metadata';
import { ANSWERS_AT_ONE_STANDING_LENGTH_MAX } from '../domain/limits.js';
import { AtOneStanding } from './at-one-standing.js';

const text = (length = 10) => ({ text: 'x'.repeat(length) });

describe('answers', () => {
  test('are there as long as the read models stand as they stood', () => {
    const answers = new AtOneStanding<string>();
    answers.put('b 1', 'open', 'first', text());
    expect(answers.get('b 1', 'open')).toBe('first');
    expect(answers.get('b 1', 'closed')).toBeUndefined();
    expect(answers.get('b 2', 'open')).toBeUndefined();
    expect(answers.get('c 1', 'open')).toBeUndefined();
    answers.put('b 2', 'closed', 'second', text());
    expect(answers.get('b 2', 'open')).toBeUndefined();
    expect(answers.get('b 1', 'open')).toBeUndefined();
  });

  test('have a greatest length together, beyond which they are begun anew', () => {
    const half = ANSWERS_AT_ONE_STANDING_LENGTH_MAX / 2;
    const answers = new AtOneStanding<string>();
    answers.put('b 1', 'a', 'of a', text(half - 1));
    answers.put('b 1', 'b', 'of b', text(half - 1));
    expect([answers.get('b 1', 'a'), answers.get('b 1', 'b')]).toEqual(['of a', 'of b']);
    answers.put('b 1', 'c', 'of c', text(1));
    expect(['a', 'b', 'c'].map((query) => answers.get('b 1', query))).toEqual([undefined, undefined, 'of c']);
    answers.put('b 1', 'd', 'of d', text(ANSWERS_AT_ONE_STANDING_LENGTH_MAX));
    expect(answers.get('b 1', 'd')).toBeUndefined();
  });

  test('that were read twice at once are kept once', () => {
    const answers = new AtOneStanding<string>(100);
    answers.put('b 1', 'open', 'first', text(90));
    answers.put('b 1', 'open', 'second', text(91));
    expect(answers.get('b 1', 'open')).toBe('first');
  });
});
