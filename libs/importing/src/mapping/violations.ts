import type { ErrorObject } from 'ajv';

/** What is wrong with a mapping file, a line each: `time.zone: must be a text`. */
export const violations = (errors: readonly ErrorObject[], json: unknown): readonly string[] => [
  ...new Set(mostSpecific(errors.map((error) => violationOf(error, json))).map(line)),
];

interface Violation {
  readonly isChoice: boolean;
  readonly path: string;
  readonly schemaPath: string;
  readonly depth: number;
  readonly message: string;
}

const line = ({ path, message }: Violation): string => (path === '' ? message : `${path}: ${message}`);

/** Where something may have one of several forms, each form has its complaint. Only those count that come from further inside: they belong to
 *  the form that was meant. Where there are none, one line says what the forms are. */
const mostSpecific = (all: readonly Violation[]): readonly Violation[] => {
  const choices = all.filter(({ isChoice }) => isChoice);
  return all.filter((violation) => {
    if (violation.isChoice) return !all.some((other) => isInside(other, violation) && other.depth > violation.depth);
    return choices.every((choice) => !isInside(violation, choice) || violation.depth > choice.depth);
  });
};

const isInside = (violation: Violation, choice: Violation): boolean => violation.schemaPath.startsWith(`${choice.schemaPath}/`);

const violationOf = (error: ErrorObject, json: unknown): Violation => {
  const parts = error.instancePath.split('/').slice(1).map(unescaped);
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const field = params.missingProperty ?? params.additionalProperty;
  const path = [...parts, ...(field === undefined ? [] : [field])];
  return {
    isChoice: error.keyword === 'anyOf',
    path: pathText(path, json),
    schemaPath: error.schemaPath,
    depth: path.length,
    message: messageOf(error, params),
  };
};

const messageOf = (error: ErrorObject, params: { missingProperty?: string; additionalProperty?: string }): string => {
  if (params.missingProperty !== undefined) return 'is missing';
  const expected = (error.parentSchema as { description?: string } | undefined)?.description ?? 'something else';
  return params.additionalProperty === undefined ? `must be ${expected}` : `is unknown: here must be ${expected}`;
};

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** `people[0].columns`: a place in a list stands in brackets, a field behind a dot. */
const pathText = (parts: readonly string[], root: unknown): string => {
  let path = '';
  let within = root;
  for (const part of parts) {
    path += Array.isArray(within) ? `[${part}]` : path === '' ? part : `.${part}`;
    within = (within as Record<string, unknown> | undefined)?.[part];
  }
  return path;
};
