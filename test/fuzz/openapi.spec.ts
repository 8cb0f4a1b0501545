import { DocketProcess, TOKEN, temporaryFolder } from '../end-to-end/docket-process.js';
import { describeNeeding } from '../further-needs.js';
import { seedOf } from './seed.js';
import { fuzz, schemathesis } from './schemathesis.js';

const MINUTES_MS = 600_000;
const EXAMPLES = 5;
const PRINTED_CHARACTERS = 10_000;

describeNeeding(schemathesis, 'requests made from the OpenAPI document', () => {
  const data = temporaryFolder();
  const reports = temporaryFolder();
  let server: DocketProcess;
  beforeAll(async () => {
    server = await DocketProcess.start({ dataDir: data.path, env: { RATE_LIMIT_UNAUTHENTICATED: '0' } });
  }, MINUTES_MS);
  afterAll(async () => {
    await server.stop();
    data.remove();
    reports.remove();
  }, MINUTES_MS);

  test(
    'get no 5xx, and no answer that the document does not declare',
    async () => {
      const seed = seedOf(1);
      const { requests, operations, failures, errors, printed } = await fuzz({
        url: server.url,
        token: TOKEN,
        seed,
        examples: EXAMPLES,
        folder: reports.path,
      });
      const count = (ofType: (type: string) => boolean) =>
        failures.filter(({ type }) => ofType(type)).reduce((sum, failure) => sum + failure.count, 0);
      const serverErrors = count((type) => type === 'ServerError');
      process.stdout.write(
        `fuzz over OpenAPI, seed ${seed}: ${requests} requests to ${operations.tested} operations, ` +
          `${count((type) => type !== 'ServerError')} answers outside the schema, ${serverErrors} times 5xx\n`,
      );
      if (failures.length > 0) process.stderr.write(printed.slice(-PRINTED_CHARACTERS));
      expect({ failures, errors }).toEqual({ failures: [], errors: [] });
      expect(operations.tested).toBe(operations.total);
      expect(server.output()).not.toMatch(/"level":"error"/);
    },
    MINUTES_MS,
  );
});
