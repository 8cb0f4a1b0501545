import { IsISO8601, Matches } from 'class-validator';
import type { ValidationOptions } from 'class-validator';

// A pattern says nothing to a person, so each says in words what it asks for.

/** For an input's field: at least one character that is no blank. */
export const NotBlank = (options: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator =>
  Matches(/\S/, { ...options, message: '$property must not be blank' });

/** For an input's field: a word by which programs go. */
export const ProgramWord = (): PropertyDecorator =>
  Matches(/^[a-z][a-z0-9_]*$/, {
    message: '$property must be a lower-case letter, then lower-case letters, digits or underscores, as in on_hold',
  });

const isMoment = IsISO8601({ strict: true, strictSeparator: true });
const hasZone = Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/, {
  message: '$property must be a date and time with its zone, as in 2024-05-20T09:30:00Z',
});

/** For an input's field: a moment, ISO 8601 with date, time and zone, because a time without a zone is a different moment everywhere. */
export const Instant = (): PropertyDecorator => (target, property) => {
  isMoment(target, property);
  hasZone(target, property);
};
