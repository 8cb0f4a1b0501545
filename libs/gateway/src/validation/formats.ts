import {
  IS_EMAIL,
  IS_HEX_COLOR,
  IS_ISO8601,
  IS_DATE_STRING,
  IS_TIMEZONE,
  IS_URL,
  IS_UUID,
  isDateString,
  isEmail,
  isHexColor,
  isISO8601,
  isTimeZone,
  isURL,
  isUUID,
} from 'class-validator';

/** Addresses as nearly everybody's are: letters, digits, single dots, dashes and underscores, a domain of labels. isEmail takes each of them, and takes
 *  ten times as long; whatever else there may be is for isEmail. */
const PLAIN_EMAIL = /^[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/i;
/** So short a text has no local part, label or domain that is too long. */
const PLAIN_EMAIL_LENGTH_MAX = 63;

const isPlainEmail = (text: string): boolean => text.length <= PLAIN_EMAIL_LENGTH_MAX && PLAIN_EMAIL.test(text);

const isUsualEmail = (text: string, options: unknown): boolean =>
  (options === undefined && isPlainEmail(text)) || isEmail(text, options as Parameters<typeof isEmail>[1]);

/** Decorators of texts that JSON Schema has no keyword for: a format that calls class-validator's own function with the decorator's options. */
const FORMATS: Readonly<Record<string, { readonly name: string; check(text: string, options: unknown): boolean }>> = {
  [IS_EMAIL]: { name: 'email', check: isUsualEmail },
  [IS_UUID]: { name: 'uuid', check: (text, options) => isUUID(text, options as Parameters<typeof isUUID>[1]) },
  [IS_ISO8601]: { name: 'date-time', check: (text, options) => isISO8601(text, options as Parameters<typeof isISO8601>[1]) },
  [IS_DATE_STRING]: { name: 'date-time', check: (text, options) => isDateString(text, options as Parameters<typeof isDateString>[1]) },
  [IS_URL]: { name: 'uri', check: (text, options) => isURL(text, options as Parameters<typeof isURL>[1]) },
  [IS_TIMEZONE]: { name: 'timezone', check: (text) => isTimeZone(text) },
  [IS_HEX_COLOR]: { name: 'color', check: (text) => isHexColor(text) },
};

/** A format as Ajv knows it: `date-time;isIso8601;{"strict":true}`. What stands before the first semicolon is its name for people and tools. */
export const formatOf = (decorator: string, options: unknown): string | undefined => {
  const format = FORMATS[decorator];
  return format && `${format.name};${decorator};${options === undefined ? '' : JSON.stringify(options)}`;
};

/** The name that documents show. */
export const publicFormat = (format: string): string => format.split(';', 1)[0] ?? format;

/** The function behind a format that `formatOf` gave. */
export const checkOf = (format: string): ((text: string) => boolean) => {
  const [, decorator = '', options = ''] = /^[^;]*;([^;]*);(.*)$/s.exec(format) ?? [];
  const known = FORMATS[decorator];
  if (!known) throw new Error(`format ${format} was not given by a decorator`);
  const parsed: unknown = options === '' ? undefined : JSON.parse(options);
  return (text) => known.check(text, parsed);
};
