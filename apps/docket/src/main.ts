import { run } from './cli/program.js';

process.exit(await run(process.argv));
