import { withProperties } from './json-text.js';
import { JsonText } from './operation.js';

describe('an object as text', () => {
  test.each([
    ['{"a":{"b":1}}', { c: 2 }, '{"a":{"b":1},"c":2}'],
    ['{"a":"}"}', { text: 'said "no"', yes: true }, '{"a":"}","text":"said \\"no\\"","yes":true}'],
    ['{}', { a: new JsonText('[1, 2]') }, '{"a":[1, 2]}'],
    ['{ "a": 1 } ', {}, '{ "a": 1 }'],
    ['{ }', { a: 1 }, '{ "a":1}'],
  ])('%s with %j', (object, properties, expected) => {
    expect(withProperties(object, properties).text).toBe(expected);
    expect(() => JSON.parse(withProperties(object, properties).text) as unknown).not.toThrow();
  });
});
