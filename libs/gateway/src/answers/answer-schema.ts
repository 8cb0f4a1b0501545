import type { JsonSchema } from '../validation/json-schema.js';
import { type AnswerField, type AnswerType, type PageType, type RecordType, listOf, pageFields } from './answer-type.js';
import { recordsOf } from './records.js';

/** A schema that may point to another one. */
export type AnswerSchema = JsonSchema | { readonly $ref: string };

export interface AnswerSchemaOptions {
  /** Where the records stand: `#/components/schemas/`. */
  readonly at: string;
  /** Unknown fields are wrong. Documents leave it open, because fields may come to an answer later. */
  readonly closed: boolean;
}

export const pageName = ({ items }: PageType): string => `${items.name}Page`;

/** The schemas of what some answers are made of, by name, and each answer's own. */
export class AnswerSchemas {
  readonly #records: ReadonlyMap<string, RecordType>;
  readonly #pages = new Map<string, PageType>();

  constructor(
    answers: readonly AnswerType[],
    private readonly options: AnswerSchemaOptions,
  ) {
    this.#records = recordsOf(answers);
    for (const answer of answers) if (answer.kind === 'page') this.#pages.set(pageName(answer), answer);
  }

  /** What `$ref`s point to. */
  definitions(): Readonly<Record<string, AnswerSchema>> {
    const records = [...this.#records.values()].map((type) => [type.name, this.#object(type.description, type.fields)] as const);
    const pages = [...this.#pages].map(([name, page]) => [name, this.#page(page)] as const);
    return Object.fromEntries([...records, ...pages].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  of(type: AnswerType): AnswerSchema {
    switch (type.kind) {
      case 'scalar':
        return type.schema;
      case 'enum':
        return { type: 'string', enum: type.values };
      case 'list':
        return { type: 'array', items: this.of(type.items) as JsonSchema };
      case 'page':
        return this.#pages.has(pageName(type)) ? this.#ref(pageName(type)) : this.#page(type);
      case 'record':
        return this.#ref(type.name);
      case 'reference':
        return this.#records.has(type.name) ? this.#ref(type.name) : { type: 'object' };
    }
  }

  #ref(name: string): AnswerSchema {
    return { $ref: `${this.options.at}${name}` };
  }

  #page(page: PageType): AnswerSchema {
    const items: AnswerField = { type: listOf(page.items), description: 'At most `limit` of them, in their order', optional: false };
    return this.#object('A page of a list', { items, ...pageFields(page) });
  }

  #object(description: string, fields: RecordType['fields']): AnswerSchema {
    const required = Object.entries(fields).flatMap(([name, { optional }]) => (optional ? [] : [name]));
    return {
      type: 'object',
      description,
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, said]) => [name, { description: said.description, ...this.of(said.type) }]),
      ),
      ...(required.length === 0 ? {} : { required }),
      ...(this.options.closed ? { additionalProperties: false } : {}),
    };
  }
}
