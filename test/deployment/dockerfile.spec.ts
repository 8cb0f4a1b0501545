import { existsSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { projectFile } from './compose-file.js';

const dockerfile = projectFile('Dockerfile');
const [, building = '', running = ''] = dockerfile.split(/^(?=FROM )/m);
const lines = (stage: string) => stage.split('\n');
const instruction = (stage: string, name: string) => lines(stage).filter((line) => line.startsWith(`${name} `));

describe('the Dockerfile', () => {
  it('has nothing that its checker finds fault with', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate('FROM node:24\nRUM npm ci\n')).not.toEqual([]);
  });

  it('builds and runs on the Node.js that the project is for', () => {
    const version = projectFile('.nvmrc').trim();
    expect(building).toMatch(new RegExp(`^FROM node:${version}-bookworm AS build\\n`));
    expect(running).toMatch(new RegExp(`^FROM node:${version}-bookworm-slim\\n`));
  });

  it('copies what there is, and what .dockerignore lets through', () => {
    const copied = [...instruction(building, 'COPY'), ...instruction(running, 'COPY').filter((line) => !line.includes('--from='))]
      .flatMap((line) => line.split(' ').slice(1, -1))
      .sort();
    expect(copied.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
    const ignore = projectFile('.dockerignore').split('\n');
    expect(ignore[1]).toBe('*');
    expect(
      ignore
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1))
        .sort(),
    ).toEqual(copied);
  });

  it('leaves behind what only builds: each of it a dependency of the program that its sources do not import', () => {
    const { dependencies } = JSON.parse(projectFile('package.json')) as { dependencies: Record<string, string> };
    const left = [...building.matchAll(/dependencies\.(\S+)/g)].map(([, name = '']) => name);
    expect(left).not.toEqual([]);
    expect(left.filter((name) => !(name in dependencies))).toEqual([]);
    expect(instruction(building, 'RUN')[0]).toContain('npm ci --omit=dev');
  });

  it('runs as a user who is not root, with a health check, and stops by SIGTERM', () => {
    expect(instruction(running, 'USER')).toEqual(['USER node']);
    expect(instruction(running, 'STOPSIGNAL')).toEqual(['STOPSIGNAL SIGTERM']);
    expect(instruction(running, 'HEALTHCHECK')).toHaveLength(1);
    // Without a shell between: signals reach the program.
    expect(instruction(running, 'ENTRYPOINT')).toEqual(['ENTRYPOINT ["node", "--max-semi-space-size=32", "dist/apps/docket/src/main.js"]']);
  });
});
