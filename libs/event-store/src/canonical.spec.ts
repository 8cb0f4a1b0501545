import { canonicalJson } from './canonical.js';
import { InvalidEvent } from './failures.js';
import { NESTING_MAX } from './limits.js';

const nested = (levels: number): unknown => {
  let value: unknown = 'x';
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? { a: value } : [value];
  return value;
};

const faultOf = (value: unknown): string | undefined => {
  try {
    canonicalJson(value, 'data');
    return undefined;
  } catch (error) {
    if (error instanceof InvalidEvent) return error.message;
    throw error;
  }
};

describe('canonical JSON', () => {
  test('does not depend on the order in which keys were written, however many there are', () => {
    const keys = Array.from({ length: 100 }, (_, i) => `k${i * 7919}`);
    const record = (names: string[]) => Object.fromEntries(names.map((name) => [name, name.length]));
    expect(canonicalJson(record([...keys].reverse()))).toBe(canonicalJson(record(keys)));
    expect(canonicalJson(record(keys.slice(0, 9).reverse()))).toBe(canonicalJson(record(keys.slice(0, 9))));
    expect(canonicalJson({ b: 1, 2: 1, a: 1, 10: 1, B: 1 })).toBe('{"10":1,"2":1,"B":1,"a":1,"b":1}');
  });

  test('is read back as what it was made of, __proto__ and all', () => {
    const text = '{"__proto__":{"a":1},"constructor":null,"toString":[true,false]}';
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });

  test('takes instances of classes and objects without a prototype for what their fields are', () => {
    class Assign {
      team = 'network';
      agent = null;
    }
    expect(canonicalJson(new Assign())).toBe('{"agent":null,"team":"network"}');
    expect(canonicalJson(Object.assign(Object.create(null) as object, { b: 1, a: '' }))).toBe('{"a":"","b":1}');
  });

  test.each([
    ['undefined', { a: { b: undefined } }, 'data.a.b: is of type undefined, which JSON does not have'],
    ['a hole in an array', { a: new Array(1) }, 'data.a[0]: is of type undefined, which JSON does not have'],
    ['NaN', { a: [1, [Number.NaN]] }, 'data.a[1][0]: NaN is no number of JSON'],
    ['Infinity', { a: -Infinity }, 'data.a: -Infinity is no number of JSON'],
    ['a BigInt', { a: 1n }, 'data.a: is of type bigint, which JSON does not have'],
    ['a function', { a: () => 1 }, 'data.a: is of type function, which JSON does not have'],
    ['a symbol', { a: Symbol('s') }, 'data.a: is of type symbol, which JSON does not have'],
    ['the first half of a surrogate pair', { a: 'x\ud83d' }, 'data.a: holds half of a surrogate pair'],
    ['the second half of a surrogate pair', { a: '\ude00x' }, 'data.a: holds half of a surrogate pair'],
    ['half a pair in a key', { a: { '\ud83d': 1 } }, 'data.a: has a key that holds half of a surrogate pair'],
    ['a Date', { a: new Date(0) }, 'data.a: is a Date, which JSON does not have'],
    ['a Map', { a: new Map() }, 'data.a: is a Map, which JSON does not have'],
    ['bytes', { a: Buffer.from('a') }, 'data.a: is a Buffer, which JSON does not have'],
  ])('refuses %s, naming its place', (_, value, message) => {
    expect(faultOf(value)).toBe(message);
  });

  test('has a limit of nesting, which also ends what holds itself', () => {
    expect(faultOf(nested(NESTING_MAX))).toBeUndefined();
    expect(faultOf(nested(NESTING_MAX + 1))).toContain(`is nested deeper than ${NESTING_MAX} levels`);
    const self: { self?: object } = {};
    self.self = self;
    expect(faultOf(self)).toContain('is nested deeper');
  });

  test('does not hide a fault of the program behind a refusal', () => {
    const value = {
      get a(): string {
        throw new RangeError('mine');
      },
    };
    expect(() => canonicalJson(value)).toThrow(RangeError);
  });
});
