import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMinSize, ArrayUnique, IsCreditCard, IsNumber, IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { Person } from '../testing/open-case.js';
import { shapeOf } from './input-shape.js';

describe("a class that a compiled validator can't follow stops the start", () => {
  const refusedField = (decorators: PropertyDecorator[]) => () => {
    class Refused {
      field: unknown;
    }
    for (const decorate of decorators) decorate(Refused.prototype, 'field');
    shapeOf(Refused);
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
