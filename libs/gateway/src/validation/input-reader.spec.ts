import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayUnique, IsArray, IsUUID, ValidateNested } from 'class-validator';
import { FIELD_NAME_LENGTH_MAX, INPUT_ERRORS_MAX } from '../limits.js';
import { OpenCase, Person, rightCase } from '../testing/open-case.js';
import { InvalidInput, inputReader } from './input-reader.js';

class Team {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Person)
  members!: Person[];
}

class Crew {
  @IsUUID()
  ship!: string;

  @IsArray()
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  members!: string[];
}

class NoFields {}

const reader = inputReader(OpenCase);

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
    const read = reader.read({ ...rightCase, watchers: [{ name: 'B' }] });
    expect(read).toBeInstanceOf(OpenCase);
    expect(read.requester).toBeInstanceOf(Person);
    expect(read.watchers?.[0]).toBeInstanceOf(Person);
    expect(JSON.parse(JSON.stringify(read))).toEqual({ ...rightCase, watchers: [{ name: 'B' }] });
  });

  test('has its ids in lower case, however they are typed', () => {
    const [id, other] = ['018f9c7e-0000-7000-8000-00000000000a', '018f9c7e-0000-7000-8000-00000000000b'] as const;
    const crew = inputReader(Crew);
    const typed = { ship: id.toUpperCase(), members: [other.toUpperCase(), id, id.toUpperCase()] };
    expect(JSON.parse(JSON.stringify(crew.read(typed)))).toEqual({ ship: id, members: [other, id] });
    expect(errorsOf({ ship: id, members: [id, id] }, crew)).toMatchObject([{ field: 'members' }]);
    expect(errorsOf({ ship: 'X', members: [id, 7] }, crew)).toMatchObject([{ field: 'ship' }, { field: 'members' }]);
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

  test('without a field that it must have is told that and no more, null being as good as nothing', () => {
    expect(errorsOf({ requester: { name: null, email: 'a@example.com' } })).toEqual([
      { field: 'subject', detail: 'subject is missing' },
      { field: 'requester.name', detail: 'name is missing' },
    ]);
  });

  test('with a field that its class does not know is refused by the field’s path', () => {
    expect(errorsOf({ ...rightCase, colour: 1, requester: { name: 'A', phone: '1' } })).toEqual([
      { field: 'requester.phone', detail: 'requester.phone is not a field here' },
      { field: 'colour', detail: 'colour is not a field here' },
    ]);
    for (const name of ['__proto__', 'constructor', 'prototype'])
      expect(errorsOf(JSON.parse(`{"subject":"abc","requester":{"name":"A","${name}":{"x":1}}}`))).toMatchObject([
        { field: `requester.${name}` },
      ]);
  });

  test.each([[[]], ['text'], [null], [7], [undefined]])('%j is no object and is refused', (input) => {
    expect(errorsOf(input)).toEqual([{ field: '', detail: 'a JSON object is expected' }]);
  });

  test('an optional field given as null counts as absent, but where null means something', () => {
    const read = reader.read({ ...rightCase, tags: null, count: null, agentId: null, requester: { name: 'A', email: null } });
    expect(JSON.parse(JSON.stringify(read))).toEqual({ ...rightCase, agentId: null });
    expect(errorsOf({ ...rightCase, subject: null })).not.toEqual([]);
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

  test('with a field whose name is long is refused by the whole name; by the beginning and the end of one that is longer', () => {
    const name = (length: number) => `a${'b'.repeat(length - 2)}c`;
    const whole = name(FIELD_NAME_LENGTH_MAX);
    expect(errorsOf({ ...rightCase, [whole]: 1 })).toEqual([{ field: whole, detail: `${whole} is not a field here` }]);
    const half = 'b'.repeat(FIELD_NAME_LENGTH_MAX / 2 - 2);
    const cut = `a${half}b…${half}c`;
    for (const long of [name(FIELD_NAME_LENGTH_MAX + 1), name(500_000)]) {
      expect(errorsOf({ ...rightCase, [long]: 1 })).toEqual([{ field: cut, detail: `${cut} is not a field here` }]);
      expect(errorsOf({ ...rightCase, [long]: '\0' })).toEqual([{ field: cut, detail: `${cut} has a NUL character` }]);
    }
    expect(cut).toHaveLength(FIELD_NAME_LENGTH_MAX);
  });

  test('that is wrong in more ways than are told at once is refused with as many as are', () => {
    const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, 1]));
    const told = (count: number) => errorsOf({ ...rightCase, ...unknown(count) }).map(({ field }) => field);
    expect(told(INPUT_ERRORS_MAX)).toEqual(Object.keys(unknown(INPUT_ERRORS_MAX)));
    expect(told(INPUT_ERRORS_MAX + 1)).toEqual(told(INPUT_ERRORS_MAX));
    const members = Array.from({ length: INPUT_ERRORS_MAX + 1 }, () => ({ name: 'A', email: 'nobody' }));
    expect(errorsOf({ members }, inputReader(Team))).toHaveLength(INPUT_ERRORS_MAX);
  });

  test('with a list of objects that is longer than it may be is refused before anybody looks into it', () => {
    const watchers = Array.from({ length: 4 }, () => ({ name: '' }));
    expect(errorsOf({ ...rightCase, watchers })).toEqual([{ field: 'watchers', detail: 'watchers must contain no more than 3 elements' }]);
    expect(errorsOf({ ...rightCase, watchers: watchers.slice(1) })).toHaveLength(3);
  });

  test('of a class without fields takes an empty object only', () => {
    const empty = inputReader(NoFields);
    expect(empty.read({})).toBeInstanceOf(NoFields);
    expect(errorsOf({ x: 1 }, empty)).toEqual([{ field: 'x', detail: 'x is not a field here' }]);
  });
});
