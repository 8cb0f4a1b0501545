import { CUSTOM_FIELD_KEY_LENGTH_MAX } from '@docket/tickets/domain';

/** A column's name as the key of a custom field, as far as a key can hold it; '': not at all. */
export const keyOfColumn = (column: string): string =>
  column
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .replace(/^[^a-zA-Z]+|_+$/g, '')
    .slice(0, CUSTOM_FIELD_KEY_LENGTH_MAX);
