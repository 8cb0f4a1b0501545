import { FixtureTree } from './fixture-tree.js';

/** A thread that folds, through what it imports: each case changes the one file at the end of that way. */
const filesWith = (projection: string) => ({
  'apps/docket/src/serving/projector.worker.ts':
    "import { ticketsReadSide } from '@docket/tickets/read-side';\nexport const run = ticketsReadSide;\n",
  'libs/tickets/src/read-side.ts': "import { fold } from './projection.js';\nexport const ticketsReadSide = [fold];\n",
  'libs/tickets/src/projection.ts': projection,
  'libs/tickets/src/commands.ts':
    "import { IsString } from 'class-validator';\nexport class Create { @IsString() subject!: string }\nexport const LENGTH_MAX = 1;\n",
  'libs/people/src/index.ts': "export { PeopleModule } from './module.js';\nexport const isJoined = () => true;\n",
  'libs/people/src/module.ts': "import { Module } from '@nestjs/common';\n@Module({})\nexport class PeopleModule {}\n",
});

describe('a thread', () => {
  let tree: FixtureTree;
  const lint = async (projection: string) => {
    tree = new FixtureTree(filesWith(projection));
    return tree.run('dependency-cruiser/bin/dependency-cruise.mjs', '.dependency-cruiser.threads.mjs', ['{apps,libs}/**/*.worker.ts']);
  };

  afterEach(() => tree.remove());

  test.each([
    ['class-validator', 'a file of commands', "import { LENGTH_MAX } from './commands.js';\nexport const fold = LENGTH_MAX;\n"],
    ['@nestjs/common', 'the index of a capability', "import { isJoined } from '@docket/people';\nexport const fold = isJoined;\n"],
    ['luxon', 'its own import', "import { DateTime } from 'luxon';\nexport const fold = DateTime;\n"],
  ])('that would load %s by %s does not pass', async (name, _way, projection) => {
    const { exitCode, stdout } = await lint(projection);
    expect(stdout).toMatch(
      new RegExp(`threads-load-no-framework: apps/docket/src/serving/projector\\.worker\\.ts → \\S*node_modules/${name}/`),
    );
    expect(exitCode).toBeGreaterThan(0);
  });

  test.each([
    ['types', "import type { Create } from './commands.js';\nexport const fold = (command: Create) => command;\n"],
    ['what is imported on demand', "export const fold = () => import('./commands.js');\n"],
    ['a package that threads need', "import { v7 } from 'uuid';\nexport const fold = v7;\n"],
  ])('may import %s', async (_what, projection) => {
    const { exitCode, stdout } = await lint(projection);
    expect(stdout).toContain('no dependency violations found');
    expect(exitCode).toBe(0);
  });
});
