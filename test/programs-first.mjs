import Sequencer from '@jest/test-sequencer';

/** Suites of test/, then of apps/, start programs; those of libs/ hardly any. */
const folders = ['/test/', '/apps/', '/libs/'];

/** Where it is known how long suites take, the longest go first. In a clean clone it is not, and jest would go by the sizes of their files:
 *  a long suite in a short file would then run at the end, alone. */
export default class ProgramsFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const place = ({ path, context }) => folders.findIndex((folder) => path.startsWith(`${context.config.rootDir}${folder}`));
    return sorted.sort((one, other) => place(one) - place(other));
  }
}
