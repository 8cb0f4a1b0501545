import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsCreditCard,
  IsDateString,
  IsEmail,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsNotIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { compileAcceptance } from './compile.js';
import { InvalidInput, inputReader } from './input-reader.js';
import type { InputClass } from './input-shape.js';
import { Nullable } from './nullable.js';

class Person {
  @IsString()
  @Length(1, 20)
  name!: string;

  @IsOptional()
  @IsEmail()
  email?: string;
}

class OpenCase {
  @IsString()
  @MinLength(2)
  @MaxLength(5)
  subject!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => Person)
  requester!: Person;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Person)
  watchers?: Person[];

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  tags?: string[];

  @IsOptional()
  @IsIn(['P1', 2, true, null])
  mixed?: unknown;

  @Nullable()
  @IsUUID('7')
  agentId?: string | null;

  @IsOptional()
  @IsISO8601({ strict: true })
  at?: string;

  @IsOptional()
  @IsDateString()
  on?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  count?: number;

  @IsOptional()
  @IsNumber()
  amount?: number;

  @IsOptional()
  @IsBoolean()
  urgent?: boolean;

  @IsOptional()
  @Matches(/^[a-z]+$/i)
  @Matches(/b/)
  login?: string;

  @IsOptional()
  @IsTimeZone()
  zone?: string;

  @IsOptional()
  @IsNotEmpty()
  @IsNotIn(['x', 1])
  anything?: unknown;

  @IsOptional()
  @IsObject()
  custom?: Record<string, unknown>;
}

class Team {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Person)
  members!: Person[];
}

class NoFields {}

const reader = inputReader(OpenCase);
const valid = { subject: 'abc', requester: { name: 'A' } };

const errorsOf = (input: unknown, of: { read(input: unknown): object } = reader) => {
  try {
    of.read(input);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors;
    throw error;
  }
};

describe('an input', () => {
  test('becomes an instance of its class, its nested objects too', () => {
    const read = reader.read({ ...valid, watchers: [{ name: 'B' }] });
    expect(read).toBeInstanceOf(OpenCase);
    expect(read.requester).toBeInstanceOf(Person);
    expect(read.watchers?.[0]).toBeInstanceOf(Person);
    expect(JSON.parse(JSON.stringify(read))).toEqual({ ...valid, watchers: [{ name: 'B' }] });
  });

  test('that is wrong is refused in class-validator’s words, with the path of each field', () => {
    expect(
      errorsOf({ subject: 'a', requester: { name: 'A', email: 'a@b.c' }, watchers: [{ name: 'B' }, { name: '' }], count: 'x' }),
    ).toEqual([
      { field: 'subject', detail: 'subject must be longer than or equal to 2 characters' },
      { field: 'requester.email', detail: 'email must be an email' },
      { field: 'watchers[1].name', detail: 'name must be longer than or equal to 1 characters' },
      { field: 'count', detail: 'count must not be greater than 10' },
      { field: 'count', detail: 'count must not be less than 1' },
      { field: 'count', detail: 'count must be an integer number' },
    ]);
  });

  test('with a field that its class does not know is refused by the field’s path', () => {
    expect(errorsOf({ ...valid, colour: 1, requester: { name: 'A', phone: '1' } })).toEqual([
      { field: 'requester.phone', detail: 'requester.phone is not a field here' },
      { field: 'colour', detail: 'colour is not a field here' },
    ]);
    expect(errorsOf(JSON.parse('{"subject":"abc","requester":{"name":"A"},"__proto__":{"x":1},"constructor":1}'))).toHaveLength(2);
  });

  test.each([[[]], ['text'], [null], [7], [undefined]])('%j is no object and is refused', (input) => {
    expect(errorsOf(input)).toEqual([{ field: '', detail: 'a JSON object is expected' }]);
  });

  test('an optional field given as null counts as absent, but where null means something', () => {
    const read = reader.read({ ...valid, tags: null, count: null, agentId: null, requester: { name: 'A', email: null } });
    expect(JSON.parse(JSON.stringify(read))).toEqual({ ...valid, agentId: null });
    expect(errorsOf({ ...valid, subject: null })).not.toEqual([]);
  });

  test.each([[[[]]], [['text']], [[null]], [[[{ name: 'A' }]]]])('a list of objects is refused when an item is none: %j', (members) => {
    const team = inputReader(Team);
    expect(team.read({ members: [{ name: 'A' }] }).members[0]).toBeInstanceOf(Person);
    expect(errorsOf({ members }, team).map(({ field }) => field)).toContain('members[0]');
  });

  test('with half a surrogate pair in a text or a name is refused by its path', () => {
    expect(errorsOf(JSON.parse('{"subject":"abc","requester":{"name":"A","email":"\\ud800"}}'))).toEqual([
      { field: 'requester.email', detail: 'requester.email is not well-formed Unicode text' },
    ]);
    expect(errorsOf(JSON.parse('{"subject":"abc","requester":{"name":"A"},"tags":["a","\\udc00"]}'))).toMatchObject([{ field: 'tags[1]' }]);
    expect(errorsOf(JSON.parse('{"subject":"abc","requester":{"name":"A"},"custom":{"\\ud800":1}}'))).toMatchObject([
      { field: 'custom.\ufffd' },
    ]);
  });

  test('of a class without fields takes an empty object only', () => {
    const empty = inputReader(NoFields);
    expect(empty.read({})).toBeInstanceOf(NoFields);
    expect(errorsOf({ x: 1 }, empty)).toEqual([{ field: 'x', detail: 'x is not a field here' }]);
  });
});

describe('the compiled validator and class-validator', () => {
  const accepts = compileAcceptance(reader.shape.schema);
  const deep = (value: object): object => {
    const instance = Object.assign(new OpenCase(), value);
    const person = (item: unknown) => (typeof item === 'object' && item !== null ? Object.assign(new Person(), item) : item);
    if ('requester' in value) instance.requester = person(value.requester) as Person;
    if (Array.isArray(instance.watchers)) instance.watchers = instance.watchers.map(person) as Person[];
    return instance;
  };
  const judged = (value: object) => validateSync(deep(value), { whitelist: true, forbidNonWhitelisted: true }).length === 0;

  const text = fc.oneof(
    fc.constantFrom('', 'a', 'ab', 'abcde', 'abcdef', 'b', 'AB', 'a1', '️️', '👍️', '👍👍👍👍👍', '👍👍👍👍👍👍'),
    fc.string({ unit: 'grapheme', maxLength: 7 }),
    fc.constantFrom(
      'a@b.c',
      'a@b.co',
      `${'l'.repeat(65)}@b.co`,
      '018f9c7e-0000-7000-8000-000000000001',
      '018f9c7e-0000-4000-8000-000000000001',
    ),
    fc.constantFrom('2024-02-29', '2023-02-29', '2024-01-01T00:00:00Z', '2024-W01', '2024-001', '2024-01-01T25:00:00Z', '2024-01-01 00:00'),
    fc.constantFrom('Europe/Berlin', 'Mars/Base', 'UTC', 'P1', 'x'),
  );
  const value = fc.oneof(
    text,
    fc.constantFrom<unknown>(0, 1, 2, 10, 11, -1, 1.5, 1e309, true, false, {}, [], [[]], [null], [{}]),
    fc.double(),
  );
  const person = fc.oneof(
    fc.record({ name: text, email: text }, { requiredKeys: [] }),
    fc.record({ name: fc.constant('A') }),
    value,
    fc.record({ name: value, other: value }),
  );
  const valueOrList = fc.oneof(value, fc.array(value, { maxLength: 4 }));
  const input = fc.record(
    {
      subject: fc.oneof(fc.constant('abc'), text, value),
      requester: fc.oneof(fc.constant({ name: 'A' }), person),
      watchers: fc.oneof(fc.array(person, { maxLength: 4 }), value),
      tags: fc.oneof(fc.array(text, { maxLength: 3 }), valueOrList),
      mixed: fc.oneof(value, fc.constantFrom(2, true, null)),
      agentId: fc.oneof(text, fc.constant(null), value),
      at: value,
      on: value,
      count: value,
      amount: value,
      urgent: value,
      login: value,
      zone: value,
      anything: valueOrList,
      custom: fc.oneof(fc.dictionary(fc.string(), value), value),
      stranger: value,
    },
    { requiredKeys: ['subject', 'requester'] },
  );
  /** Most random inputs are wrong somewhere: one or two fields at a time are random, the rest is right. */
  const nearlyRight = fc.tuple(
    input,
    fc.shuffledSubarray(['at', 'on', 'tags', 'watchers', 'mixed', 'agentId', 'login', 'count', 'subject', 'requester']),
    fc.nat(2),
  );

  test('agree on every input', () => {
    let accepted = 0;
    fc.assert(
      fc.property(nearlyRight, fc.boolean(), ([random, names, kept], whole) => {
        const chosen = Object.fromEntries(Object.entries(random).filter(([name]) => names.slice(0, kept).includes(name)));
        const given = whole ? random : { ...valid, ...chosen };
        const verdict = accepts(given);
        if (verdict) accepted++;
        expect({ given, accepted: verdict }).toEqual({ given, accepted: judged(given) });
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});

describe("a class that a compiled validator can't follow stops the start", () => {
  const refusedField = (decorators: PropertyDecorator[]) => () => {
    class Refused {
      field: unknown;
    }
    for (const decorate of decorators) decorate(Refused.prototype, 'field');
    inputReader(Refused as InputClass);
  };
  test.each<[string, PropertyDecorator[]]>([
    ["Refused.field: isNumber: an option of @IsNumber can't be said in JSON Schema", [IsNumber({ maxDecimalPlaces: 2 })]],
    ["Refused.field: arrayUnique: its identifier function can't be said in JSON Schema", [ArrayUnique((item) => String(item))]],
    ['Refused.field: `each` takes a single value too: put @IsArray() before it', [IsString({ each: true })]],
    ['Refused.field: @ValidateNested needs @Type(() => …)', [IsObject(), ValidateNested()]],
    ['Refused.field: @ValidateNested takes nothing and arrays too: put @IsObject() before it', [ValidateNested(), Type(() => Person)]],
    ["Refused.field: groups, `always` and `validateIf` can't be said in JSON Schema", [IsString({ groups: ['a'] })]],
    ['Refused.field: matches: its pattern must not have the flags g or y', [Matches(/a/g)]],
  ])('%s', (message, decorators) => {
    expect(refusedField(decorators)).toThrow(message);
  });
  test('a decorator outside the list is told by its name', () => {
    expect(refusedField([ArrayMinSize(1), IsCreditCard()])).toThrow(
      'Refused.field: isCreditCard: it is not among the decorators that an input may carry',
    );
  });
});
