import { FixtureTree, type ToolRun } from './fixture-tree.js';

/** Each has a thread of its own in the tree, and folds one case. */
const LIBS = ['tickets', 'workflow', 'queues'] as const;

/** A thread that folds, through what it imports: each case changes the one file at the end of that way. */
const filesOf = (lib: string, projection: string) => ({
  [`apps/docket/src/serving/${lib}.worker.ts`]: `import { readSide } from '@docket/${lib}/read-side';\nexport const run = readSide;\n`,
  [`libs/${lib}/src/read-side.ts`]: "import { fold } from './projection.js';\nexport const readSide = [fold];\n",
  [`libs/${lib}/src/projection.ts`]: projection,
  [`libs/${lib}/src/commands.ts`]:
    "import { IsString } from 'class-validator';\nexport class Create { @IsString() subject!: string }\nexport const LENGTH_MAX = 1;\n",
});

const people = {
  'libs/people/src/index.ts': "export { PeopleModule } from './module.js';\nexport const isJoined = () => true;\n",
  'libs/people/src/module.ts': "import { Module } from '@nestjs/common';\n@Module({})\nexport class PeopleModule {}\n",
};

describe('a thread', () => {
  const lint = async (projections: readonly string[]): Promise<ToolRun> => {
    const files = LIBS.map((lib, index) => filesOf(lib, projections[index] ?? ''));
    const tree = new FixtureTree(Object.assign({}, people, ...files) as Record<string, string>);
    try {
      const settings = '.dependency-cruiser.threads.mjs';
      return await tree.run('dependency-cruiser/bin/dependency-cruise.mjs', settings, ['{apps,libs}/**/*.worker.ts']);
    } finally {
      tree.remove();
    }
  };

  describe('that would load a package that it does not need', () => {
    let run: ToolRun;
    beforeAll(async () => {
      run = await lint([
        "import { LENGTH_MAX } from './commands.js';\nexport const fold = LENGTH_MAX;\n",
        "import { isJoined } from '@docket/people';\nexport const fold = isJoined;\n",
        "import { DateTime } from 'luxon';\nexport const fold = DateTime;\n",
      ]);
    });

    test.each([
      ['class-validator', 'a file of commands', 'tickets'],
      ['@nestjs/common', 'the index of a capability', 'workflow'],
      ['luxon', 'its own import', 'queues'],
    ])('%s, by %s, does not pass', (name, _way, lib) => {
      const found = `threads-load-no-framework: apps/docket/src/serving/${lib}\\.worker\\.ts → \\S*node_modules/`;
      expect(run.stdout).toMatch(new RegExp(`${found}${name}/`));
      // It is the only one that this thread would load.
      expect(run.stdout.match(new RegExp(found, 'g'))).toHaveLength(1);
      expect(run.exitCode).toBeGreaterThan(0);
    });
  });

  describe('that loads only what it needs', () => {
    let run: ToolRun;
    beforeAll(async () => {
      run = await lint([
        "import type { Create } from './commands.js';\nexport const fold = (command: Create) => command;\n",
        "export const fold = () => import('./commands.js');\n",
        "import { v7 } from 'uuid';\nexport const fold = v7;\n",
      ]);
    });

    test.each([
      ['types', 'tickets'],
      ['what is imported on demand', 'workflow'],
      ['a package that threads need', 'queues'],
    ])('may import %s', (_what, lib) => {
      expect(run.stdout).not.toContain(`${lib}.worker.ts`);
      expect(run.stdout).toContain('no dependency violations found');
      expect(run.exitCode).toBe(0);
    });
  });
});
