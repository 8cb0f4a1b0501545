import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);

/** A file at the top of the project. */
export const projectFile = (name: string): string => readFileSync(new URL(name, root), 'utf8');

export interface ComposeService {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** A variable in a compose file: ${NAME}, ${NAME:-standard} or ${NAME:?why it is needed}. */
const VARIABLE = /\$\{([A-Z0-9_]+)(?:(:-|:\?)([^}]*))?\}/g;

export const variablesIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(VARIABLE)].map(([, name]) => name ?? ''));

/** The file as compose reads it with these variables. Throws where a required one is empty. */
export const composeWith = (variables: Readonly<Record<string, string>>): ComposeFile => {
  const filledIn = (text: string): string =>
    text.replace(VARIABLE, (_, name: string, kind: string | undefined, rest: string | undefined) => {
      const value = variables[name] ?? '';
      if (value === '' && kind === ':?') throw new Error(`required variable ${name} is missing a value: ${rest}`);
      return value === '' && kind === ':-' ? (rest ?? '') : value;
    });
  const file: unknown = parse(projectFile('docker-compose.yml'), { merge: true });
  return JSON.parse(JSON.stringify(file), (_, value: unknown) => (typeof value === 'string' ? filledIn(value) : value)) as ComposeFile;
};

/** The settings of an .env file: name and value. */
export const settingsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
