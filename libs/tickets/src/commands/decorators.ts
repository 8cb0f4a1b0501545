import { ArrayMaxSize, IsArray, IsEmail, IsOptional, IsString, MaxLength } from 'class-validator';
import { NotBlank, ProgramWord } from '@docket/gateway';
import { EMAIL_LENGTH_MAX, KEY_LENGTH_MAX, RECIPIENTS_MAX, REMARK_LENGTH_MAX } from '../domain/limits.js';

/** Several decorators under one name. */
const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

/** Text with at least one character that is no blank. */
export const Text = (max: number, options: { each?: boolean } = {}): PropertyDecorator =>
  all(IsString(options), NotBlank(options), MaxLength(max, options));

/** What a person adds to a change. */
export const Remark = (): PropertyDecorator => all(IsOptional(), Text(REMARK_LENGTH_MAX));

/** A word by which programs go: lower-case letters, digits, underscores. */
export const Key = (): PropertyDecorator => all(IsString(), ProgramWord(), MaxLength(KEY_LENGTH_MAX));

export const Emails = (): PropertyDecorator =>
  all(IsOptional(), IsArray(), ArrayMaxSize(RECIPIENTS_MAX), IsEmail({}, { each: true }), MaxLength(EMAIL_LENGTH_MAX, { each: true }));
