// What worker threads load, `docket rebuild`, which does a thread's work, and the settings, which every command reads: memory, and time at each start, so no
// framework that they do not use.
// `npm run lint` runs it; test/lint/threads.spec.ts shows it firing. Types are gone when it runs, and an import() is loaded by those who need it: neither counts.

/** The packages that a thread needs. */
const needed = '(better-sqlite3|uuid)';

export default {
  forbidden: [
    {
      name: 'threads-load-no-framework',
      comment:
        'A thread loads only packages that it needs, by whatever way: what others need too stands behind an entrance without the rest (`domain`, `read-side`), or behind an import().',
      severity: 'error',
      from: { path: '\\.worker\\.ts$|/rebuilding/rebuild\\.ts$|/docket/src/settings\\.ts$' },
      to: { path: '(^|/)node_modules/', pathNot: `(^|/)node_modules/${needed}/`, reachable: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { dynamic: true },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
