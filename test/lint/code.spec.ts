import { FixtureTree } from './fixture-tree.js';

interface FileResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly severity: 1 | 2; readonly message: string }[];
}

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n');

const files = {
  'libs/tickets/src/clean.ts':
    "export const number = (day: string, serial: number): string => `${day}-${String(serial).padStart(3, '0')}`;\n",
  'libs/tickets/src/event-bus.ts': "import { EventBus } from '@nestjs/cqrs';\nexport const x = EventBus;\n",
  'libs/tickets/src/saga.ts': "import { Saga } from '@nestjs/cqrs';\nexport const x = Saga;\n",
  'libs/tickets/src/events-by-another-name.ts': "import * as cqrs from '@nestjs/cqrs';\nexport const x = cqrs;\n",
  'libs/tickets/src/command-bus.ts': "import { CommandBus } from '@nestjs/cqrs';\nexport const x = CommandBus;\n",
  'libs/tickets/src/explicit-any.ts': 'export const x = (y: any) => typeof y;\n',
  'libs/tickets/src/escaping-any.ts':
    "export const x: { a: number } = JSON.parse('{}');\nexport const y = JSON.parse('{}').b as string;\nexport const z = (): string => JSON.parse('{}');\n",
  'libs/tickets/src/floating-promise.ts': 'const save = async () => Promise.resolve();\nexport const x = () => {\n  save();\n};\n',
  'libs/tickets/src/non-null.ts': "export const x = new Map([['a', 1]]).get('a')!;\n",
  'libs/tickets/src/type-imported-as-value.ts':
    "import { DynamicModule } from '@nestjs/common';\nexport const x = (y: DynamicModule) => y;\n",
  'libs/tickets/src/decorated.ts':
    "import { Injectable } from '@nestjs/common';\nimport { CommandBus } from '@nestjs/cqrs';\n@Injectable()\nexport class Tickets {\n  constructor(private readonly commands: CommandBus) {}\n  all() {\n    return this.commands;\n  }\n}\n",
  'libs/tickets/src/console.ts': "console.log('x');\n",
  'libs/tickets/src/switched-off.ts':
    '// eslint-disable-next-line @typescript-eslint/no-explicit-any\nexport const x = (y: any) => typeof y;\n',
  'libs/tickets/src/domain/clock.ts': 'export const x = () => [new Date(), Date.now(), Math.random()];\n',
  'libs/tickets/src/domain/time-from-context.ts': 'export const x = (now: string) => new Date(now).toISOString();\n',
  'libs/tickets/src/domain/process.ts': "export const x = () => process.env['TZ'];\n",
  'libs/tickets/src/long-file.ts': lines(301, 'export {};') + '\n',
  'libs/tickets/src/long-function.ts': `export const x = () => {\n${lines(60, "  String('');")}\n};\n`,
  'libs/tickets/src/complex.ts': `export const x = (n: number) => {\n${Array.from({ length: 15 }, (_, i) => `  if (n === ${i}) return ${i};`).join('\n')}\n  return n;\n};\n`,
};

describe('the code rules', () => {
  const tree = new FixtureTree(files);
  let results: readonly FileResult[];
  let exitCode: number;
  const found = (file: string, severity: 1 | 2) =>
    [
      ...new Set(
        results
          .find(({ filePath }) => filePath.endsWith(`/${file}`))
          ?.messages.filter((m) => m.severity === severity)
          .map((m) => m.ruleId),
      ),
    ].sort();

  beforeAll(async () => {
    const run = await tree.run('eslint/bin/eslint.js', 'eslint.config.mjs', ['--format', 'json', 'libs']);
    if (run.stderr) throw new Error(run.stderr);
    results = JSON.parse(run.stdout) as FileResult[];
    exitCode = run.exitCode;
  }, 120_000);

  afterAll(() => tree.remove());

  it.each([
    ['event-bus.ts', ['no-restricted-imports']],
    ['saga.ts', ['no-restricted-imports']],
    ['events-by-another-name.ts', ['no-restricted-imports']],
    ['explicit-any.ts', ['@typescript-eslint/no-explicit-any']],
    [
      'escaping-any.ts',
      ['@typescript-eslint/no-unsafe-assignment', '@typescript-eslint/no-unsafe-member-access', '@typescript-eslint/no-unsafe-return'],
    ],
    ['floating-promise.ts', ['@typescript-eslint/no-floating-promises']],
    ['non-null.ts', ['@typescript-eslint/no-non-null-assertion']],
    ['type-imported-as-value.ts', ['@typescript-eslint/consistent-type-imports']],
    ['console.ts', ['no-console']],
    ['switched-off.ts', ['@typescript-eslint/no-explicit-any']],
    ['domain/clock.ts', ['no-restricted-syntax']],
    ['domain/process.ts', ['no-restricted-globals']],
  ])('%s fails by %j', (file, rules) => expect(found(file, 2)).toEqual(rules));

  it.each(['clean.ts', 'command-bus.ts', 'decorated.ts', 'domain/time-from-context.ts', 'long-file.ts', 'long-function.ts', 'complex.ts'])(
    '%s does not fail',
    (file) => expect(found(file, 2)).toEqual([]),
  );

  it.each([
    ['long-file.ts', ['max-lines']],
    ['long-function.ts', ['max-lines-per-function']],
    ['complex.ts', ['complexity']],
  ])('%s is warned of by %j', (file, rules) => expect(found(file, 1)).toEqual(rules));

  it('point to the decision behind the ban of the EventBus', () => {
    const message = results.find(({ filePath }) => filePath.endsWith('/event-bus.ts'))?.messages[0]?.message;
    expect(message).toContain('docs/decisions/01-events-travel-through-the-event-store-only.md');
  });

  it('make the build fail', () => expect(exitCode).toBe(1));
});
