import { Matches } from 'class-validator';
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
