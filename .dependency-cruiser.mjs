// Who may depend on whom. `npm run lint` runs it; test/lint/dependencies.spec.ts shows each rule firing.
// Without tsConfig, alias imports would slip past every rule; without not-to-unresolvable, so would a typing error.

const platform = '(event-store|document-store|deciding|projecting|gateway|access)';
const specs = '\\.spec\\.ts$';
const testEquipment = '(\\.spec|/testing|-contract|\\.contract)\\.ts$|/testing/|^test/';
/** The ways into a lib: the whole of it; and for those who must not load all of it its domain, what is read and folded of it, its limits, what needs Nest. */
const entrance = '^libs/[^/]+/src/(index|domain|read-side|limits|nest|testing)\\.ts$';
const adapters = '(sqlite|eventstoredb|mongodb|memory)';
const domain = '^libs/[^/]+/src.*/domain/';

/** A package that only the folders of its adapter may import. */
const onlyIn = (folder, packageName) => ({
  name: `${packageName.split('/').at(-1)}-only-in-its-adapter`,
  comment: `${packageName} is imported in ${folder}/ folders alone: the rest of the program sees the port.`,
  severity: 'error',
  from: { pathNot: `/${folder}/|^test/` },
  to: { path: `(^|/)node_modules/(@types/)?${packageName}/|^${packageName}$` },
});

export default {
  forbidden: [
    {
      name: 'not-to-unresolvable',
      comment: 'Every import leads to something that is there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'platform-knows-no-capability',
      comment: 'The platform knows no word of ticketing: it imports no capability and no program.',
      severity: 'error',
      from: { path: `^libs/${platform}/`, pathNot: specs },
      to: { path: '^(apps|libs|test)/', pathNot: `^libs/${platform}/` },
    },
    {
      name: 'no-lib-imports-a-program',
      comment: 'Libraries do not know the programs that are made of them.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'only-through-an-entrance',
      comment: 'index.ts, and the few entrances to a part, are the only ways into a lib; for test equipment it is testing.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/', pathNot: `^libs/$1/|${entrance}` },
    },
    {
      name: 'programs-only-through-an-entrance',
      comment: 'index.ts, and the few entrances to a part, are the only ways into a lib, for programs and tests too.',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/', pathNot: entrance },
    },
    {
      name: 'test-equipment-only-in-tests',
      comment: 'What exists for tests is imported by tests alone.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: testEquipment },
      to: { path: testEquipment },
    },
    {
      name: 'domain-imports-no-package',
      comment: 'A domain is pure: no framework, no package, no built-in of Node.js.',
      severity: 'error',
      from: { path: domain, pathNot: specs },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'domain-imports-only-what-is-pure',
      comment:
        'A domain imports other domains of its lib, the two platform libs of shapes and pure functions, and the domains of other capabilities.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src.*/domain/', pathNot: specs },
      to: {
        path: '^(apps|libs|test)/',
        pathNot: `^libs/$1/src.*/(domain|commands)/|^libs/(event-store|deciding)/src/index\\.ts$|^libs/(?!${platform}/)[^/]+/src/(index|domain)\\.ts$`,
      },
    },
    {
      name: 'domain-sees-the-rest-as-types',
      comment: 'What another capability exports beside its domain (domain.ts) is no domain: it is seen by `import type`.',
      severity: 'error',
      from: { path: domain, pathNot: specs },
      to: { path: `^libs/(?!${platform}/)[^/]+/src/index\\.ts$`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-entrance-is-pure',
      comment: 'domain.ts lets domains through and nothing else.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain\\.ts$' },
      to: { pathNot: '^libs/$1/src.*/domain/' },
    },
    {
      name: 'domain-sees-commands-as-types',
      comment: 'Command classes carry decorators of a framework: a domain sees them by `import type`.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src.*/domain/', pathNot: specs },
      to: { path: '^libs/$1/src.*/commands/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-share-nothing',
      comment: 'The adapters of a port share nothing but the port and its contract suite.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/src.*/${adapters}/` },
      to: { path: `^libs/$1/src.*/${adapters}/`, pathNot: '^libs/$1/src.*/$2/' },
    },
    onlyIn('sqlite', 'better-sqlite3'),
    onlyIn('eventstoredb', '@eventstore/db-client'),
    onlyIn('mongodb', 'mongodb'),
    {
      name: 'no-cycle',
      comment: 'No cycle at run time: what imports each other is one thing and belongs in one file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycle-between-libs',
      comment: 'Libs form layers: no lib depends on one that depends on it, not even by types.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { circular: true, via: { path: '^libs/', pathNot: '^libs/$1/' } },
    },
    {
      name: 'product-needs-no-development-package',
      comment: 'What runs is in `dependencies`.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: testEquipment },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Only what is built here: packages have a dist/ too, and what leads there counts.
    exclude: { path: ['^dist/', '^\\.dist-', '^test/eventstoredb/dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs'],
    },
    skipAnalysisNotInRules: true,
  },
};
