// The MongoDB server that is measured: the one that MONGODB_URL names, in a fresh database that is dropped, else mongo-java-server as a process of its own.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';

const folder = fileURLToPath(new URL('../mongodb/', import.meta.url));
const jars = process.env.DOCKET_MONGODB_STAND_IN ?? join(folder, 'jars');

const startStandIn = async () => {
  if (!existsSync(jars))
    throw new Error('neither MONGODB_URL nor the jars of mongo-java-server: mvn -f test/mongodb/pom.xml dependency:copy-dependencies');
  const args = ['-Xmx512m', '-cp', join(jars, '*'), join(folder, 'MongoStandIn.java'), '0'];
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let printed = '';
  const port = await new Promise((resolve, reject) => {
    const take = (chunk) => {
      printed += chunk;
      const [, found] = /listening on port (\d+)/.exec(printed) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`mongo-java-server ended (${code}):\n${printed}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url: `mongodb://127.0.0.1:${port}/docket`, database: 'docket', name: 'mongo-java-server', stop };
};

const withDatabase = (url, database) => url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);

const freshDatabase = (named) => {
  const database = `docket-bench-${randomUUID().slice(0, 8)}`;
  const url = withDatabase(named, database);
  const stop = async () => {
    const client = await MongoClient.connect(url);
    await client.db().dropDatabase();
    await client.close();
  };
  return { url, database, name: 'MONGODB_URL', stop };
};

/** `name` says in the table what was measured. */
export const startMongoServer = async () => (process.env.MONGODB_URL ? freshDatabase(process.env.MONGODB_URL) : startStandIn());
