import type { AnswerType, RecordType } from './answer-type.js';

/** All records that some answers are made of, by name. Throws where two of one name differ. */
export const recordsOf = (answers: readonly AnswerType[]): ReadonlyMap<string, RecordType> => {
  const records = new Map<string, RecordType>();
  const look = (type: AnswerType): void => {
    if (type.kind === 'list' || type.kind === 'page') look(type.items);
    if (type.kind === 'page') for (const { type: inner } of Object.values(type.fields)) look(inner);
    if (type.kind !== 'record') return;
    const known = records.get(type.name);
    if (known === type) return;
    if (known) throw new Error(`two records are called ${type.name}`);
    records.set(type.name, type);
    for (const { type: inner } of Object.values(type.fields)) look(inner);
  };
  answers.forEach(look);
  return records;
};
