import { createHmac, hash } from 'node:crypto';
import type { Actor } from '@docket/event-store';
import type { Identities } from './decider.js';
import { REMEMBERED_IDS_MAX } from './limits.js';

/** The namespace of the ids of commands that have a key. */
const COMMANDS = '7d1f0f0c-0a5e-4f0e-9c57-2b6a4f1f3c11';

const UUID_BYTES = 16;

let lastNamespace: string | undefined;
const lastNamespaceBytes = Buffer.alloc(UUID_BYTES);

/** A command derives several ids one after the other: its own id is read once. */
const bytesOf = (namespace: string): Buffer => {
  if (namespace !== lastNamespace) {
    lastNamespace = undefined;
    if (lastNamespaceBytes.write(namespace.replaceAll('-', ''), 0, 'hex') !== UUID_BYTES) throw new Error(`not a UUID: ${namespace}`);
    lastNamespace = namespace;
  }
  return lastNamespaceBytes;
};

/** UUID v5 (RFC 9562) of a namespace and a name. By Node's own SHA-1: a command derives several, and this is three times as fast as the
 *  package's. */
export const derivedId = (namespace: string, name: string): string => {
  const bytes = Buffer.allocUnsafe(UUID_BYTES + Buffer.byteLength(name));
  bytesOf(namespace).copy(bytes);
  bytes.write(name, UUID_BYTES);
  return uuidOf(hash('sha1', bytes, 'hex'), '5');
};

/** The id of a command that has a key: the same actor, operation, target and key give the same id. As JSON, so that no two of them can be taken for
 *  one another. */
export const commandIdOf = (actor: Actor, operation: string, target: string | undefined, key: string): string =>
  derivedId(COMMANDS, JSON.stringify([actor.kind, actor.id, actor.onBehalfOf ?? null, operation, target ?? null, key]));

/** The id of a command's event in its target's stream. */
export const eventIdOf = (commandId: string, index: number): string => derivedId(commandId, `event:${index}`);

/** The id of the event by which a command takes its number. */
export const numberIdOf = (commandId: string): string => derivedId(commandId, 'number');

/** Ids from the store's secret and the log's id. Many commands name the same few: what was worked out is remembered. */
export const createIdentities = (secret: string, logId: string): Identities => {
  const fromSecret = remembering((text) => uuidOf(createHmac('sha256', secret).update(text).digest('hex'), '8'));
  return {
    fromSecret: (kind, text) => fromSecret(keyed(kind, text)),
    shipped: remembering((name) => derivedId(logId, name)),
  };
};

/** The function with the ids of up to REMEMBERED_IDS_MAX texts at hand; when there are more, it begins anew. */
const remembering = (idOf: (text: string) => string): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    let id = known.get(text);
    if (id === undefined) {
      id = idOf(text);
      if (known.size >= REMEMBERED_IDS_MAX) known.clear();
      known.set(text, id);
    }
    return id;
  };
};

const keyed = (kind: string, text: string): string => {
  if (kind.includes('\0')) throw new Error('a kind of identity has no NUL: it ends there');
  return `${kind}\0${text}`;
};

/** The first 128 bits of a digest as a UUID of that version. */
const uuidOf = (hex: string, version: '5' | '8'): string => {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
