// Adds up what jest wrote of each run and prints one line: `N passed, N failed`, with `, N skipped` where tests were.
// Exit code 1 when a test failed, a suite could not run, or a run held no test at all.
import { existsSync, readFileSync } from 'node:fs';

const runs = process.argv.slice(2).map((file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined));
const sum = (count) => runs.reduce((total, run) => total + (run ? count(run) : 0), 0);

const passed = sum((run) => run.numPassedTests);
const failed = sum((run) => run.numFailedTests + run.numRuntimeErrorTestSuites);
const skipped = sum((run) => run.numPendingTests + run.numTodoTests);

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0 || runs.length === 0 || runs.some((run) => !run || run.numPassedTests === 0)) process.exitCode = 1;
