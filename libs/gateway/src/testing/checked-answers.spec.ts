import 'reflect-metadata';
import { checkedAnswers } from './checked-answers.js';
import { kettles } from './kettles.js';

describe('answers are held against what their operations declare', () => {
  const check = checkedAnswers(kettles.operations);

  test('what is declared passes', () => {
    check('GET', '/kettles/1?after=2', 200, { id: '1', name: 'Steel', litres: 2, on: true });
    check('GET', '/kettles', 200, { items: [{ on: true }], nextCursor: 'c' });
  });

  test.each([
    ['a field that nobody declared', { on: true, colour: 'red' }, /additional properties/],
    ['a field of another type', { on: 'yes' }, /on must be boolean/],
    ['a field that is missing', { id: '1' }, /required property 'on'/],
  ])('%s is found', (_, body, what) => {
    expect(() => check('GET', '/kettles/1', 200, body)).toThrow(what);
    expect(() => check('GET', '/kettles', 200, { items: [body] })).toThrow(what);
  });

  test('problems are no answers of the operation', () => {
    expect(() => check('GET', '/kettles/1', 404, { code: 'kettle.notFound' })).not.toThrow();
  });
});
