import { getMetadataStorage, IS_ARRAY, IS_OBJECT, IS_OPTIONAL, ValidationTypes } from 'class-validator';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { type Decorated, schemaOfDecorator } from './converters.js';
import { allOf, type JsonSchema } from './json-schema.js';
import { isNullable } from './nullable.js';

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

export type InputClass<Input extends object = object> = new () => Input;

/** A field of an input, as its decorators describe it. */
export interface InputField {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** A list: its schema describes the items too. */
  readonly list: boolean;
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

const decorated = (metadata: Metadata): Decorated => {
  const [constraint] = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  const constraints: readonly unknown[] = metadata.constraints ?? [];
  return {
    name: metadata.name ?? metadata.type,
    constraints,
    passes: (value) =>
      constraint?.instance.validate(value, { value, constraints: [...constraints], targetName: '', object: {}, property: '' }) === true,
  };
};

const isOptional = ({ type, name }: Metadata): boolean => type === ValidationTypes.CONDITIONAL_VALIDATION && name === IS_OPTIONAL;
const isNested = ({ type }: Metadata): boolean => type === ValidationTypes.NESTED_VALIDATION;
const isWhitelisted = ({ type }: Metadata): boolean => type === ValidationTypes.WHITELIST;

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
    const fail = (why: string) => new UnsupportedInput(input, name, why);
    for (const metadata of all) {
      if (metadata.groups?.length || metadata.always || metadata.validateIf)
        throw fail("groups, `always` and `validateIf` can't be said in JSON Schema");
      if (metadata.type === ValidationTypes.CONDITIONAL_VALIDATION && !isOptional(metadata))
        throw fail("@ValidateIf can't be said in JSON Schema");
    }
    const checks = all.filter((metadata) => !isOptional(metadata) && !isNested(metadata) && !isWhitelisted(metadata));
    const has = (decorator: string, each: boolean) =>
      checks.some((metadata) => metadata.name === decorator && Boolean(metadata.each) === each);
    const list = has(IS_ARRAY, false);
    if (!list && all.some((metadata) => metadata.each)) throw fail('`each` takes a single value too: put @IsArray() before it');

    const nested = all.some(isNested) ? this.nested(input, name) : undefined;
    if (nested && !list && !has(IS_OBJECT, false)) throw fail('@ValidateNested takes nothing and arrays too: put @IsObject() before it');

    const say = (each: boolean): JsonSchema[] =>
      checks.filter((metadata) => Boolean(metadata.each) === each).map((metadata) => this.fragment(fail, metadata));
    const items = [...say(true), ...(nested && list ? [nested.schema] : [])];
    const plain = allOf([
      ...say(false),
      ...(nested && !list ? [nested.schema] : []),
      ...(items.length === 0 ? [] : [{ items: allOf(items) }]),
    ]);
    const nullable = isNullable(input, name);
    return {
      name,
      schema: nullable ? { anyOf: [plain, { type: 'null' }] } : plain,
      optional: all.some(isOptional),
      nullable,
      list,
      nested,
    };
  }

  private fragment(fail: (why: string) => UnsupportedInput, metadata: Metadata): JsonSchema {
    try {
      return schemaOfDecorator(decorated(metadata));
    } catch (error) {
      throw fail(`${metadata.name ?? metadata.type}: ${error instanceof Error ? error.message : String(error)}`);
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
