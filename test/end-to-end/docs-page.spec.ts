import { capabilities } from '../../apps/docket/src/capabilities.js';
import { carryOutExamples } from './page-examples.js';
import { embedded } from './pairs.js';
import { describeServer } from './running-server.js';

const sorted = (names: readonly string[]): readonly string[] => [...names].sort();

describeServer('the page /docs', [embedded], (running) => {
  test('has an example of every operation, which works when it is pasted, in its order, with ids that its own calls have answered', async () => {
    const operations = capabilities.flatMap((capability) => capability.operations);
    expect(sorted(await carryOutExamples(running.server))).toEqual(sorted(operations.map(({ name }) => name)));
  }, 60_000);
});
