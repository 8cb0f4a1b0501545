import type { CliCommand } from './command.js';
import { benchCommand } from './bench.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { rebuildCommand } from './rebuild.js';
import { serveCommand } from './serve.js';
import { userCommand } from './user.js';

/** What the program can be told to do. */
export const commands: readonly CliCommand[] = [serveCommand, importCommand, exportCommand, rebuildCommand, userCommand, benchCommand];
