import { parseArgs } from 'node:util';
import { control } from './control.js';
import { StandIn } from './stand-in.js';

/** Runs the stand-in as this process, and prints one line of JSON when it takes connections. SIGTERM ends it. */
export const serve = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: { port: { type: 'string', default: '0' }, folder: { type: 'string' } } });
  const standIn = await StandIn.start({ port: Number(values.port), folder: values.folder });
  const { port: controlPort, server } = await control(standIn);
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    void standIn.stop();
  });
  console.log(JSON.stringify({ port: standIn.port, controlPort, connectionString: standIn.connectionString }));
};
