#!/usr/bin/env node
// The one program. It builds itself first where a source has changed.
import { build } from '../../../tools/build.mjs';

let built;
try {
  built = build();
} catch (error) {
  process.stderr.write(`docket: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(70);
}
// Not from dist/, which may point elsewhere by now.
await import(new URL('apps/docket/src/main.js', built));
