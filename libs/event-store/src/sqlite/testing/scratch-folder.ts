import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is there while the tests of a block run. */
export const scratchFolder = (): (() => string) => {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'docket-events-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return () => path;
};

/** The built library, for programs of their own. */
export const BUILT_LIBRARY = new URL('../../../../../dist/libs/event-store/src/index.js', import.meta.url).href;
