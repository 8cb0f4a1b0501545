import { FixtureTree } from './fixture-tree.js';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const files = {
  // What is allowed, as a ground to stand on.
  'libs/event-store/src/index.ts': "export * from './port.js';\nexport { open } from './sqlite/open.js';\n",
  'libs/event-store/src/port.ts': 'export interface Port { readonly name: string }\n',
  'libs/event-store/src/testing.ts': 'export const reference = 1;\n',
  'libs/event-store/src/sqlite/open.ts':
    "import Database from 'better-sqlite3';\nimport type { Port } from '../port.js';\nexport const open = (): Port => new Database(':memory:');\n",
  'libs/event-store/src/mongodb/open.ts': "import type { Port } from '../port.js';\nexport const open = (): Port => ({ name: 'm' });\n",
  'libs/deciding/src/index.ts': 'export const refuse = () => 1;\n',
  'libs/projecting/src/index.ts': 'export const project = () => 1;\n',
  'libs/workflow/src/index.ts': "export * from './domain.js';\nexport interface Shown { readonly name: string }\nexport const shown = 1;\n",
  'libs/workflow/src/domain.ts': "export { moves } from './domain/moves.js';\n",
  'libs/workflow/src/domain/moves.ts': 'export const moves = () => 1;\n',
  'libs/tickets/src/index.ts': "export { decide } from './domain/decide.js';\n",
  'libs/tickets/src/commands/create.ts':
    "import { IsString } from 'class-validator';\nexport class Create { @IsString() subject!: string }\n",
  'libs/tickets/src/domain/status.ts': 'export const open = 1;\n',
  'libs/tickets/src/domain/decide.ts':
    "import { refuse } from '@docket/deciding';\nimport { moves } from '@docket/workflow/domain';\nimport type { Shown } from '@docket/workflow';\nimport type { Create } from '../commands/create.js';\nimport { open } from './status.js';\nexport const decide = (command: Create, shown: Shown) => [command, shown, refuse(), moves(), open];\n",
  'libs/tickets/src/domain/decide.spec.ts':
    "import { readFileSync } from 'node:fs';\nimport { reference } from '@docket/event-store/testing';\nimport { decide } from './decide.js';\nexport const tested = [readFileSync, reference, decide];\n",
  'apps/docket/src/main.ts': "export { decide } from '@docket/tickets';\n",

  // One file a violation.
  'libs/projecting/src/asks-a-capability.ts': "export { decide } from '@docket/tickets';\n",
  'libs/gateway/src/asks-a-program.ts': "export * from '../../../apps/docket/src/main.js';\n",
  'libs/queues/src/asks-a-program.ts': "export * from '../../../apps/docket/src/main.js';\n",
  'libs/queues/src/goes-behind-the-index.ts': "export { open } from '../../tickets/src/domain/status.js';\n",
  'libs/queues/src/goes-behind-the-index-for-a-type.ts': "export type { Port } from '../../event-store/src/port.js';\n",
  'apps/docket/src/goes-behind-the-index.ts': "export { open } from '../../../libs/tickets/src/domain/status.js';\n",
  'libs/queues/src/uses-test-equipment.ts': "export { reference } from '@docket/event-store/testing';\n",
  'libs/tickets/src/domain/imports-a-framework.ts': "import { Injectable } from '@nestjs/common';\nexport const x = Injectable;\n",
  'libs/tickets/src/domain/imports-a-framework-type.ts': "import type { Type } from '@nestjs/common';\nexport type X = Type;\n",
  'libs/tickets/src/domain/imports-a-builtin.ts': "import { randomUUID } from 'node:crypto';\nexport const x = randomUUID;\n",
  'libs/people/src/agent/domain/imports-the-api.ts': "export { api } from '../api/agents.js';\n",
  'libs/people/src/agent/api/agents.ts': 'export const api = 1;\n',
  'libs/tickets/src/domain/imports-the-query-side.ts': "export { project } from '@docket/projecting';\n",
  'libs/tickets/src/domain/makes-a-command.ts': "import { Create } from '../commands/create.js';\nexport const x = new Create();\n",
  'libs/tickets/src/domain/imports-more-than-a-domain.ts': "export { shown } from '@docket/workflow';\n",
  'libs/queues/src/domain.ts': "export { a } from './api.js';\n",
  'libs/queues/src/api.ts': 'export const a = 1;\n',
  'libs/event-store/src/mongodb/borrows.ts': "export { open } from '../sqlite/open.js';\n",
  'libs/tickets/src/opens-sqlite.ts': "import Database from 'better-sqlite3';\nexport const x = Database;\n",
  'libs/tickets/src/asks-the-server.ts':
    "import { EventStoreDBClient } from '@eventstore/db-client';\nexport const x = EventStoreDBClient;\n",
  'libs/tickets/src/asks-mongodb.ts': "import { MongoClient } from 'mongodb';\nexport const x = MongoClient;\n",
  'libs/tickets/src/nowhere.ts': "export * from '@docket/nowhere';\n",
  'libs/tickets/src/ring-a.ts': "import { b } from './ring-b.js';\nexport const a = () => b;\n",
  'libs/tickets/src/ring-b.ts': "import { a } from './ring-a.js';\nexport const b = () => a;\n",
  'libs/tickets/src/knot-a.ts': "import type { B } from './knot-b.js';\nexport interface A { readonly b?: B }\n",
  'libs/tickets/src/knot-b.ts': "import type { A } from './knot-a.js';\nexport interface B { readonly a?: A }\n",
  'libs/access/src/index.ts': "import type { Sla } from '@docket/gateway';\nexport interface Caller { readonly sla?: Sla }\n",
  'libs/gateway/src/index.ts': "import type { Caller } from '@docket/access';\nexport interface Sla { readonly caller?: Caller }\n",
  'libs/tickets/src/runs-a-test-tool.ts': "import fc from 'fast-check';\nexport const x = fc;\n",
};

describe('the dependency rules', () => {
  const tree = new FixtureTree(files);
  let violations: readonly Violation[];
  let exitCode: number;
  const rulesAgainst = (file: string) => [...new Set(violations.filter(({ from }) => from === file).map(({ rule }) => rule.name))].sort();

  beforeAll(async () => {
    const run = await tree.run('dependency-cruiser/bin/dependency-cruise.mjs', '.dependency-cruiser.mjs', [
      '--output-type',
      'json',
      'apps',
      'libs',
    ]);
    const output = JSON.parse(run.stdout) as { summary: { violations: Violation[] } };
    violations = output.summary.violations;
    const err = await tree.run('dependency-cruiser/bin/dependency-cruise.mjs', '.dependency-cruiser.mjs', ['apps', 'libs']);
    exitCode = err.exitCode;
  }, 60_000);

  afterAll(() => tree.remove());

  it.each([
    ['libs/projecting/src/asks-a-capability.ts', ['platform-knows-no-capability']],
    ['libs/gateway/src/asks-a-program.ts', ['no-lib-imports-a-program', 'platform-knows-no-capability']],
    ['libs/queues/src/asks-a-program.ts', ['no-lib-imports-a-program']],
    ['libs/queues/src/goes-behind-the-index.ts', ['only-through-an-entrance']],
    ['libs/queues/src/goes-behind-the-index-for-a-type.ts', ['only-through-an-entrance']],
    ['apps/docket/src/goes-behind-the-index.ts', ['programs-only-through-an-entrance']],
    ['libs/queues/src/uses-test-equipment.ts', ['test-equipment-only-in-tests']],
    ['libs/tickets/src/domain/imports-a-framework.ts', ['domain-imports-no-package']],
    ['libs/tickets/src/domain/imports-a-framework-type.ts', ['domain-imports-no-package']],
    ['libs/tickets/src/domain/imports-a-builtin.ts', ['domain-imports-no-package']],
    ['libs/people/src/agent/domain/imports-the-api.ts', ['domain-imports-only-what-is-pure']],
    ['libs/tickets/src/domain/imports-the-query-side.ts', ['domain-imports-only-what-is-pure']],
    ['libs/tickets/src/domain/makes-a-command.ts', ['domain-sees-commands-as-types']],
    ['libs/tickets/src/domain/imports-more-than-a-domain.ts', ['domain-sees-the-rest-as-types']],
    ['libs/queues/src/domain.ts', ['domain-entrance-is-pure']],
    ['libs/event-store/src/mongodb/borrows.ts', ['adapters-share-nothing']],
    ['libs/tickets/src/opens-sqlite.ts', ['better-sqlite3-only-in-its-adapter']],
    ['libs/tickets/src/asks-the-server.ts', expect.arrayContaining(['db-client-only-in-its-adapter'])],
    ['libs/tickets/src/asks-mongodb.ts', expect.arrayContaining(['mongodb-only-in-its-adapter'])],
    ['libs/tickets/src/nowhere.ts', ['not-to-unresolvable']],
    ['libs/tickets/src/ring-a.ts', ['no-cycle']],
    ['libs/access/src/index.ts', ['no-cycle-between-libs']],
    ['libs/tickets/src/runs-a-test-tool.ts', ['product-needs-no-development-package']],
  ])('%s breaks its rule and no other', (file, rules) => expect(rulesAgainst(file)).toEqual(rules));

  it.each([
    'libs/event-store/src/index.ts',
    'libs/event-store/src/sqlite/open.ts',
    'libs/event-store/src/mongodb/open.ts',
    'libs/tickets/src/index.ts',
    'libs/workflow/src/domain.ts',
    'libs/tickets/src/domain/decide.ts',
    'libs/tickets/src/domain/decide.spec.ts',
    'libs/tickets/src/commands/create.ts',
    'libs/tickets/src/knot-a.ts',
    'apps/docket/src/main.ts',
  ])('%s breaks none', (file) => expect(rulesAgainst(file)).toEqual([]));

  it('make the build fail', () => expect(exitCode).toBeGreaterThan(0));
});
