import type { Operation } from '../operation.js';
import { SHARED_PROBLEMS } from './problem-codes.js';

/** What to do, by status. */
const ADVICE: Readonly<Record<number, string>> = {
  400: 'Change the request: the same one is refused again.',
  401: 'Get a token that is good, and send it.',
  403: 'Ask somebody who may, or for another role.',
  404: 'Look at the address and the id; what you may not see is not there either.',
  405: 'Use a method that `Allow` names.',
  408: 'Send it again, faster.',
  409: 'Read how it stands now, and decide again.',
  412: 'Read it again, and send the command with the revision that it has now.',
  413: 'Send less.',
  414: 'Shorten the address.',
  415: 'Send `Content-Type: application/json`.',
  422: 'Use another key for another command.',
  429: 'Wait as long as `Retry-After` says.',
  431: 'Send less in the header.',
  500: 'Give the id under `instance` to whoever operates this.',
  503: 'Wait as long as `Retry-After` says, and send it again with the same `Idempotency-Key`.',
};

/** Codes of an operation's own, each with the operations that may be refused with it. */
export const ownCodes = (operations: readonly Operation[]): ReadonlyMap<string, readonly string[]> => {
  const users = new Map<string, string[]>();
  const shared = new Set(SHARED_PROBLEMS.map(({ code }) => code));
  for (const { name, refusals = [] } of operations)
    for (const code of refusals) if (!shared.has(code)) users.set(code, [...(users.get(code) ?? []), name]);
  return new Map([...users].sort(([one], [other]) => (one < other ? -1 : 1)));
};

/** The catalogue of problem codes, as Markdown. */
export const errorCatalogue = (operations: readonly Operation[]): string => {
  const shared = SHARED_PROBLEMS.map(({ code, status, meaning }) => `| \`${code}\` | ${status} | ${meaning} | ${ADVICE[status] ?? ''} |`);
  const own = [...ownCodes(operations)].map(([code, names]) => `| \`${code}\` | ${names.map((name) => `\`${name}\``).join(', ')} |`);
  return `# Problem codes

Whatever is refused or fails is answered as problem details (RFC 9457), in GraphQL under \`extensions\`. \`code\` is stable, so programs decide by it; \`detail\` is
for people; \`field\` and \`errors\` name what is wrong; \`instance\` is the request’s id, which stands in the log too. This page is made by \`npm run documents\`.

## What every operation may answer

| code | status | what it means | what to do |
| --- | --- | --- | --- |
${shared.join('\n')}

## What single operations refuse

The state does not allow it, or something that the command names is not there. \`detail\` says which; read the thing again before you send another command.

| code | refused by |
| --- | --- |
${own.join('\n')}
`;
};
