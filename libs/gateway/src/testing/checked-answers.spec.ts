import 'reflect-metadata';
import { checkedAnswers } from './checked-answers.js';
import { kettles } from './kettles.js';

describe('answers are held against what their operations declare', () => {
  const check = checkedAnswers([kettles]);

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

  test('problems are, by status and code', () => {
    const problem = (code: string, status: number) => () => check('GET', '/kettles/1', status, { code });
    expect(problem('kettle.notFound', 404)).not.toThrow();
    expect(problem('store.unavailable', 503)).not.toThrow();
    expect(problem('kettle.notFound', 422)).toThrow('getKettle does not declare that it may answer 422 kettle.notFound');
    expect(problem('kettle.foreign', 422)).toThrow('getKettle does not declare');
    expect(problem('body.notJson', 400)).toThrow('getKettle does not declare');
    expect(() => check('POST', '/kettles', 422, { code: 'kettle.foreign' })).not.toThrow();
  });

  test('problems over GraphQL are held against the same declarations', () => {
    const told = (field: string, code: string, status: number) => () =>
      check('POST', '/graphql', 200, { data: { [field]: null }, errors: [{ message: '', path: [field], extensions: { code, status } }] });
    expect(told('kettle', 'kettle.notFound', 404)).not.toThrow();
    expect(told('buyKettle', 'kettle.foreign', 422)).not.toThrow();
    expect(told('kettle', 'kettle.foreign', 422)).toThrow('getKettle does not declare that it may answer 422 kettle.foreign over GraphQL');
    expect(told('buyKettle', 'kettle.foreign', 409)).toThrow('buyKettle does not declare');
  });

  test('what is made is answered by 201 only where it is declared', () => {
    const answer = { on: true };
    expect(() => check('POST', '/kettles', 201, answer)).not.toThrow();
    expect(() => check('POST', '/kettles/1/switch', 201, answer)).toThrow('switchKettle does not declare that it may answer 201');
  });
});
