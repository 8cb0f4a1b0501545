import { GraphQLEnumType } from 'graphql';
import type { AnswerType } from '../answers/answer-type.js';
import { recordsOf } from '../answers/records.js';
import { enumName } from './names.js';

/** Sets of texts as GraphQL's enums, each set once: what an answer calls by a name has that name among the inputs too. */
export class Enums {
  readonly #byValues = new Map<string, GraphQLEnumType>();

  constructor(answers: readonly AnswerType[]) {
    const look = (type: AnswerType): void => {
      if (type.kind === 'enum') this.of(type.values, type.name);
      if (type.kind === 'list') look(type.items);
    };
    for (const { fields } of recordsOf(answers).values()) for (const { type } of Object.values(fields)) look(type);
  }

  /** undefined: some of the texts can't be written in GraphQL. `name` is for a set that has none yet. */
  of(values: readonly string[], name: string): GraphQLEnumType | undefined {
    const key = JSON.stringify(values);
    const known = this.#byValues.get(key);
    if (known) return known;
    const names = values.map(enumName);
    if (names.some((written) => written === undefined)) return undefined;
    const type = new GraphQLEnumType({
      name,
      values: Object.fromEntries(values.map((value, index) => [names[index] ?? value, { value }])),
    });
    this.#byValues.set(key, type);
    return type;
  }
}
