// Lint rules that fail the build. Sizes are warnings: they say "look here", not "no".
import tseslint from 'typescript-eslint';

const eventsTravelThroughTheStore =
  'It loses errors and order; events travel through the event store only: docs/decisions/01-events-travel-through-the-event-store-only.md';

const clocksComeInThroughContext = 'A domain is pure: clocks, ids and chance come in through the decision context.';

/** Nest's event side, by every name under which it can be had. */
const nestEventNames = [
  'EventBus',
  'EventPublisher',
  'EventsHandler',
  'IEventHandler',
  'IEventBus',
  'IEventPublisher',
  'AggregateRoot',
  'Saga',
  'ofType',
];

const sizes = {
  'max-lines': ['warn', { max: 300 }],
  'max-lines-per-function': ['warn', { max: 60 }],
  complexity: ['warn', { max: 15 }],
};

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '.dist-*/**', 'data/**', 'coverage/**', '.venv/**'] },
  // No comment switches a rule off: what is wrong for one file is said here, for all to see.
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', ...sizes },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An async method that only throws or answers at once keeps its port's promise: failures are rejections, never throws.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: '@nestjs/cqrs', importNames: nestEventNames, message: eventsTravelThroughTheStore }],
        },
      ],
    },
  },
  { files: ['libs/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['libs/*/src/**/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'crypto', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'Buffer'].map((name) => ({
          name,
          message: clocksComeInThroughContext,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clocksComeInThroughContext },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: clocksComeInThroughContext },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: clocksComeInThroughContext },
      ],
    },
  },
  {
    // jest's matchers (expect.any, expect.objectContaining) are typed any, and a describe is one long function.
    files: ['**/*.spec.ts', '**/testing.ts', '**/testing/**/*.ts', '**/*contract*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines-per-function': 'off',
    },
  },
);
