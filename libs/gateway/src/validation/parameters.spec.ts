import 'reflect-metadata';
import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { InvalidInput, inputReader } from './input-reader.js';
import { parametersReader, parameterText } from './parameters.js';

class ListCases {
  @IsString()
  id!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  limit?: number;

  @IsOptional()
  @IsBoolean()
  open?: boolean;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  status?: string[];

  @IsOptional()
  @IsArray()
  @IsIn([1, 2], { each: true })
  level?: number[];

  @IsOptional()
  @IsString()
  q?: string;
}

const read = parametersReader(inputReader(ListCases));
const errorsOf = (parameters: Parameters<typeof read>[0]) => {
  try {
    read(parameters);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors;
    throw error;
  }
};

describe('parameters', () => {
  test('become what their fields declare', () => {
    const parameters = { id: '7', limit: '5', open: 'true', status: 'new,open', level: ['1', '2'], q: '3' };
    expect({ ...read(parameters) }).toEqual({ id: '7', limit: 5, open: true, status: ['new', 'open'], level: [1, 2], q: '3' });
    expect(read(parameters)).toBeInstanceOf(ListCases);
  });

  test('a list is separated by commas or repeated, as one likes', () => {
    expect(read({ id: '7', status: ['new', 'open,closed'] }).status).toEqual(['new', 'open', 'closed']);
  });

  test('are read from the texts that are made of values', () => {
    const values = {
      id: '7',
      limit: 5,
      open: true,
      status: ['Hanoi, Vietnam', 'open', ',', 'C:\\temp', 'a\\,b'],
      level: [1, 2],
      q: 'a, b',
    };
    const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, parameterText(value)]));
    expect({ ...read(texts) }).toEqual(values);
  });

  test('a comma that belongs to a value has a backslash before it', () => {
    expect(read({ id: '7', status: ['Hanoi\\, Vietnam,open', '\\,', 'C:\\temp'] }).status).toEqual([
      'Hanoi, Vietnam',
      'open',
      ',',
      'C:\\temp',
    ]);
    expect(read({ id: '7', q: 'a\\,b' }).q).toBe('a\\,b');
  });

  test.each<[string, Parameters<typeof read>[0]]>([
    ['limit', { id: '7', limit: '' }],
    ['limit', { id: '7', limit: '1.5' }],
    ['limit', { id: '7', limit: '0x10' }],
    ['limit', { id: '7', limit: ' 1' }],
    ['limit', { id: '7', limit: ['1', '2'] }],
    ['limit', { id: '7', limit: 'Infinity' }],
    ['open', { id: '7', open: 'yes' }],
    ['level', { id: '7', level: '3' }],
    ['status', { id: '7', status: 'new,' }],
    ['status', { id: '7', status: '' }],
    ['q', { id: '7', q: ['a', 'b'] }],
    ['colour', { id: '7', colour: 'red' }],
    ['__proto__', JSON.parse('{"id": "7", "__proto__": "1"}') as Parameters<typeof read>[0]],
    ['__proto__', JSON.parse('{"id": "7", "__proto__": ["1", "2"]}') as Parameters<typeof read>[0]],
    ['id', {}],
  ])('%s is refused by its name in %j', (field, parameters) => {
    const errors = errorsOf(parameters);
    expect(errors.map((error) => error.field)).toContain(field);
    expect(new Set(errors.map((error) => error.field)).size).toBe(1);
  });

  test('one that holds one value and comes twice is told so, and nothing else of it', () => {
    expect(errorsOf({ id: '7', limit: ['1', '2'] })).toEqual([{ field: 'limit', detail: 'limit must be given once' }]);
  });
});
