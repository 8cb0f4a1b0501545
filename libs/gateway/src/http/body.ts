import type { FastifyInstance } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { ProblemError, problem } from '../problems/problem.js';

const NOT_UTF8 = problem(400, 'body.notJson', 'the body is not JSON: JSON is UTF-8, and these bytes are not');
const COMPRESSED = problem(415, 'mediaType.unsupported', 'send the body as it is, without Content-Encoding');

/** Bodies are JSON and nothing else. An empty one is no body, whatever its media type says: clients send DELETE so. */
export const readJsonBodies = (server: FastifyInstance): void => {
  // A field that is called `__proto__` is a field like others here, and refused by its name when the input is read.
  const parse = server.getDefaultJsonParser('ignore', 'ignore');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined);
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return done(new ProblemError(COMPRESSED), undefined);
    // Decoded all the same, every byte that is none would become one and the same sign, and nobody would know what stood there.
    if (!isUtf8(body)) return done(new ProblemError(NOT_UTF8), undefined);
    const text = body.toString();
    // Fastify's own parser answers by its callback, at once.
    void parse(request, text, (error, value: unknown) =>
      error === null ? done(null, value) : done(new ProblemError(problem(400, 'body.notJson', whatIsWrong(text))), undefined),
    );
  });
};

/** Where the text stops being JSON, without a word of the text. */
const whatIsWrong = (body: string): string => {
  try {
    JSON.parse(body);
    return 'the body is not JSON';
  } catch (error) {
    const [, at] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    return at === undefined ? 'the body is not JSON' : `the body is not JSON: it goes wrong at character ${at}`;
  }
};
