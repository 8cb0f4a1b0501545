#!/usr/bin/env node
// The one program. It builds itself first where a source has changed.
import { build } from '../../../tools/build.mjs';

try {
  build();
} catch (error) {
  process.stderr.write(`docket: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(70);
}
await import('../../../dist/apps/docket/src/main.js');
