/** A change of some details: what is left out stays, null takes away. */
export type Changes<Details> = { readonly [Field in keyof Details]?: Details[Field] | null };

/** Of the wanted changes, those that change something. */
export const differing = <Details extends object>(details: Details, wanted: Changes<Details>): Changes<Details> =>
  onlyFields(wanted, (field, value) => value !== undefined && (value ?? undefined) !== details[field]);

/** Of the wanted details, those of which nothing is known yet. */
export const missing = <Details extends object>(details: Details, wanted: Changes<Details>): Changes<Details> =>
  onlyFields(wanted, (field, value) => value !== undefined && value !== null && details[field] === undefined);

export const isEmpty = (changes: object): boolean => Object.keys(changes).length === 0;

/** The details after the changes. */
export const changed = <Details extends object>(details: Details, changes: Changes<Details>): Details => {
  const after: Details = { ...details, ...changes };
  for (const field of fieldsOf(changes)) if (changes[field] === null) delete after[field];
  return after;
};

const onlyFields = <Details extends object>(
  wanted: Changes<Details>,
  keep: (field: keyof Details, value: Changes<Details>[keyof Details]) => boolean,
): Changes<Details> => {
  const kept: { -readonly [Field in keyof Details]?: Changes<Details>[Field] } = {};
  for (const field of fieldsOf(wanted)) if (keep(field, wanted[field])) kept[field] = wanted[field];
  return kept;
};

const fieldsOf = <Details>(changes: Changes<Details>): (keyof Details)[] => Object.keys(changes) as (keyof Details)[];
