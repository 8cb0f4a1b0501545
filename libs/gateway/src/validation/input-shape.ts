import { getMetadataStorage } from 'class-validator';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { DecoratedField, type Metadata } from './decorated-field.js';
import { allOf, type JsonSchema } from './json-schema.js';
import { isNullable } from './nullable.js';

export type InputClass<Input extends object = object> = new () => Input;

/** A field of an input, as its decorators describe it. */
export interface InputField {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** A list: its schema describes the items too. */
  readonly list: boolean;
  /** It holds an id, or a list of ids. */
  readonly ids: boolean;
  /** The class of the field's object, or of each of its objects. */
  readonly nested: InputShape | undefined;
}

/** A class with class-validator decorators, understood: what the compiled validator, the documents and the reading of query strings are made from. */
export interface InputShape {
  readonly input: InputClass;
  readonly schema: JsonSchema;
  readonly fields: ReadonlyMap<string, InputField>;
}

/** A class carries a decorator, or a combination, that can't be checked by a compiled validator. The start fails. */
export class UnsupportedInput extends Error {
  override readonly name = 'UnsupportedInput';
  constructor(input: InputClass, field: string, why: string) {
    super(`${input.name}.${field}: ${why}`);
  }
}

const schemaOf = (field: DecoratedField, nested: InputShape | undefined): JsonSchema => {
  const own = nested ? [nested.schema] : [];
  const items = [...field.says(true), ...(field.list ? own : [])];
  return allOf([...field.says(false), ...(field.list ? [] : own), ...(items.length === 0 ? [] : [{ items: allOf(items) }])]);
};

/** Builds the shapes of a class and of those nested in it. */
class ShapeBuilder {
  private readonly open: InputClass[] = [];

  build(input: InputClass): InputShape {
    if (this.open.includes(input)) throw new UnsupportedInput(input, '', "an input can't contain itself");
    this.open.push(input);
    const storage = getMetadataStorage();
    const grouped = storage.groupByPropertyName(storage.getTargetValidationMetadatas(input, '', false, false));
    const fields = new Map(Object.entries(grouped).map(([name, metadata]) => [name, this.field(input, name, metadata)]));
    this.open.pop();
    const required = [...fields.values()].filter((field) => !field.optional).map((field) => field.name);
    const schema: JsonSchema = {
      type: 'object',
      properties: Object.fromEntries([...fields].map(([name, field]) => [name, field.schema])),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    };
    return { input, schema, fields };
  }

  private field(input: InputClass, name: string, all: readonly Metadata[]): InputField {
    try {
      const field = new DecoratedField(all);
      const nested = field.nested ? this.nested(input, name) : undefined;
      const nullable = isNullable(input, name);
      const schema = schemaOf(field, nested);
      const { optional, list, ids } = field;
      return { name, schema: nullable ? { anyOf: [schema, { type: 'null' }] } : schema, optional, nullable, list, ids, nested };
    } catch (error) {
      throw error instanceof UnsupportedInput
        ? error
        : new UnsupportedInput(input, name, error instanceof Error ? error.message : String(error));
    }
  }

  private nested(input: InputClass, name: string): InputShape {
    const type = defaultMetadataStorage.findTypeMetadata(input, name);
    if (!type) throw new UnsupportedInput(input, name, '@ValidateNested needs @Type(() => …)');
    return this.build(type.typeFunction() as InputClass);
  }
}

/** Reads what the decorators of a class say. Throws UnsupportedInput. */
export const shapeOf = (input: InputClass): InputShape => new ShapeBuilder().build(input);
