import { projectFile } from './compose-file.js';

describe('docs/operating.md', () => {
  it('explains each setting of the program, and no other', () => {
    const read = [...projectFile('apps/docket/src/settings.ts').matchAll(/read\('([A-Z_]+)'/g)].map(([, name]) => name);
    const explained = [...projectFile('docs/operating.md').matchAll(/^\| `([A-Z_]+)` +\| .+ \| .+ \|$/gm)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(5);
    expect(explained.sort()).toEqual(read.sort());
  });
});
