import type { Refusal } from '@docket/deciding';
import type { Json } from '@docket/event-store';
import { CUSTOM_FIELDS_MAX, CUSTOM_FIELD_KEY_LENGTH_MAX, CUSTOM_FIELD_TEXT_LENGTH_MAX, CUSTOM_FIELD_VALUES_MAX } from './limits.js';
import { invalid } from './refusals.js';
import type { CustomFields } from './vocabulary.js';

const KEY = /^[a-zA-Z][a-zA-Z0-9_]*$/;

/** The custom fields of a new ticket; a null says nothing, so it is left out. */
export const customFieldsOf = (input: object): CustomFields | Refusal => {
  const fields: Record<string, Json> = {};
  for (const [key, value] of Object.entries(input) as [string, unknown][]) {
    if (value === null || value === undefined) continue;
    if (!isKey(key))
      return invalid(
        'customField.invalid',
        `a custom field's key is a letter, then letters, digits and underscores, at most ${CUSTOM_FIELD_KEY_LENGTH_MAX}`,
        'customFields',
      );
    if (!isValue(value)) return invalidValue(`customFields.${key}`);
    fields[key] = value;
  }
  return tooMany(fields, 'customFields') ?? fields;
};

/** A custom field's new value; null takes it away. */
export const customFieldValue = (input: unknown, field: string): { readonly value: Json } | Refusal => {
  if (input === undefined) return invalid('value.required', 'a value, or null to take the field away', field);
  return input === null || isValue(input) ? { value: input } : invalidValue(field);
};

/** More fields than a ticket can have, or more values than its document has terms for. */
export const tooMany = (fields: CustomFields, field: string): Refusal | undefined => {
  if (Object.keys(fields).length > CUSTOM_FIELDS_MAX)
    return invalid('customField.tooMany', `a ticket has at most ${CUSTOM_FIELDS_MAX} custom fields`, field);
  const values = Object.values(fields).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0);
  return values > CUSTOM_FIELD_VALUES_MAX
    ? invalid('customField.tooMany', `a ticket's custom fields have at most ${CUSTOM_FIELD_VALUES_MAX} values together`, field)
    : undefined;
};

export const sameValue = (one: Json | undefined, other: Json | undefined): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((item, index) => item === (other as readonly Json[])[index])
    : one === other;

const isKey = (key: string): boolean => KEY.test(key) && key.length <= CUSTOM_FIELD_KEY_LENGTH_MAX;

const isValue = (value: unknown): value is Json => isScalar(value) || (Array.isArray(value) && value.every(isScalar));

const isScalar = (value: unknown): boolean => {
  switch (typeof value) {
    case 'string':
      return value.length <= CUSTOM_FIELD_TEXT_LENGTH_MAX;
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === 'boolean';
  }
};

const invalidValue = (field: string): Refusal =>
  invalid(
    'customField.invalid',
    `a custom field's value is a text of at most ${CUSTOM_FIELD_TEXT_LENGTH_MAX} characters, a number, true, false, or a list of these`,
    field,
  );
