/** A connection string in its parts: what stands before its only host, the host, its port, and what stands behind. */
const parts = /^(esdb:\/\/(?:[^@/]*@)?)([^:/?,@]+)(?::(\d+))?(\/?(?:\?.*)?)$/;

const EVENTSTORE_PORT = 2113;

/** The host of a server of one node, and the same connection string with another in its place. */
export interface Host {
  readonly host: string;
  readonly port: number;
  withHost(host: string, port: number): string;
}

/** Fails for a connection string with several hosts: whoever stands between a client and a cluster is passed by as soon as the nodes name each other. */
export const hostOf = (connectionString: string): Host => {
  const [, scheme, host, port, options = ''] = parts.exec(connectionString) ?? [];
  if (scheme === undefined || host === undefined)
    throw new Error('EVENTSTORE_URL: the tests need a connection string with one host, such as esdb://127.0.0.1:2113?tls=false');
  return { host, port: Number(port ?? EVENTSTORE_PORT), withHost: (other, otherPort) => `${scheme}${other}:${otherPort}${options}` };
};
