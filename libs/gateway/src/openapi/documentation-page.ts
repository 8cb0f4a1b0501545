import { rolesOf } from '@docket/access';
import type { Capability } from '../capability.js';
import { exampleRequest } from '../example-request.js';
import { API_PREFIX, parametersOf } from '../http/path.js';
import { inputOf, isOpen, type Operation } from '../operation.js';
import { shapeOf } from '../validation/input-shape.js';
import { parameterText } from '../validation/parameters.js';
import type { About } from './document.js';
import { fieldTable } from './field-table.js';
import { Html, html, prose } from './html.js';
import { type KnownProblem, ProblemCatalogue } from './problem-catalogue.js';
import { STYLE } from './style.js';

/** Whom the examples ask. */
export const EXAMPLE_ORIGIN = 'http://127.0.0.1:3000';

const NOTHING = new Html('');

export const document = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;

const byTag = (operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> => {
  const tags = new Map<string, Operation[]>();
  for (const operation of operations) tags.set(operation.tag, [...(tags.get(operation.tag) ?? []), operation]);
  return tags;
};

/** A body between single quotes of a shell. Ids in it are the reader's own, in variables: nobody has a thing of an id that stands in a page. */
const quotedBody = (example: object): string =>
  JSON.stringify(example, null, 2)
    .replaceAll("'", "'\\''")
    .replace(
      /"(\w+)Id": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g,
      (_, name: string) => `"${name}Id": "'$${name.toUpperCase()}_ID'"`,
    );

const queryString = (query: object): string =>
  Object.entries(query)
    .map(([name, value], index) => `${index === 0 ? '?' : '&'}${name}=${encodeURIComponent(parameterText(value)).replaceAll('%2C', ',')}`)
    .join('');

/** A call that works where a shell has the variables that the introduction names. */
const curl = (operation: Operation): string => {
  const { method, path, kind } = operation;
  const { query, body: example } = exampleRequest(operation);
  const place = path.replace(/:(\w+)/g, (_, name: string) => `$${name.toUpperCase()}`);
  const address = `"${EXAMPLE_ORIGIN}${API_PREFIX}${place}${queryString(query)}"`;
  const body = example === undefined ? '' : ` \\\n  -H 'Content-Type: application/json' -d '${quotedBody(example)}'`;
  const verb = method === 'GET' || (method === 'POST' && kind !== 'query') ? '' : `-X ${method} `;
  const token = isOpen(operation) ? '' : ` -H "Authorization: Bearer $TOKEN"`;
  return `curl ${verb}${address}${token}${body}`;
};

const article = (operation: Operation): Html => {
  const { name, method, path, summary, description, refusals = [] } = operation;
  const shape = shapeOf(inputOf(operation));
  const inPath = parametersOf(path);
  const fields = operation.kind !== 'query' ? fieldTable('Body', shape, inPath) : fieldTable('Parameters', shape);
  return html`<article id="${name}">
    <h3><span class="method ${method}">${method}</span> <code>${API_PREFIX}${path}</code> <a class="quiet" href="#${name}">${name}</a></h3>
    <p>${prose(summary)}</p>
    ${description === undefined ? NOTHING : html`<p class="quiet">${prose(description)}</p>`}
    <p class="quiet">
      For
      ${isOpen(operation) ? 'everybody, without a token' : rolesOf(operation).join(', ')}.${refusals.length === 0 ? NOTHING : html` May be refused with ${refusals.map((code, index) => html`${index === 0 ? '' : ', '}<a href="#${code}"><code>${code}</code></a>`)}.`}
    </p>
    ${fields ?? NOTHING}
    <h4>Example</h4>
    <pre>${curl(operation)}</pre>
  </article>`;
};

const codeRow = ({ code, status, meaning, advice }: KnownProblem, names: readonly string[]): Html =>
  html`<tr id="${code}">
    <td><code>${code}</code></td>
    <td>${status}</td>
    <td>${prose(meaning)}</td>
    <td>${prose(advice)}</td>
    <td>${names.map((name, index) => html`${index === 0 ? '' : ', '}<a href="#${name}">${name}</a>`)}</td>
  </tr>`;

const codeRows = (catalogue: ProblemCatalogue): readonly Html[] => [
  ...catalogue.shared.map((problem) => codeRow(problem, [])),
  ...catalogue.own.map((problem) =>
    codeRow(
      problem,
      problem.answeredBy.map(({ operation }) => operation),
    ),
  ),
];

/** Works for whatever the operations are. */
const GRAPHQL_EXAMPLE = `curl "${EXAMPLE_ORIGIN}/graphql" -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -d '{ "query": "{ __schema { queryType { fields { name description } } } }" }'`;

const INTRODUCTION = html`<p>
    JSON under <code>${API_PREFIX}</code>, with an access token: <code>Authorization: Bearer …</code>. The same for machines:
    <a href="/docs/openapi.json">openapi.json</a> (OpenAPI 3.1).
  </p>
  <p>
    A command answers the thing after it, with its <code>revision</code> (also as <code>ETag</code>) and its <code>position</code> in the
    log. <code>If-Match: "3"</code> pins a command to a revision: it is refused with 412 when the thing has changed since.
    <code>Idempotency-Key: …</code> makes it safe to send a command again: the same key with the same body answers what was recorded then.
    Refusals, and commands that changed nothing, are not remembered.
  </p>
  <p>
    Lists are <code>{items, nextCursor}</code>, with <code>limit</code> and <code>cursor</code>; several values of one filter are separated
    by commas (one within a value is written <code>\\,</code>). <code>?after=</code> and a position make a query wait until what was written
    there can be seen.
  </p>
  <p>
    Whatever is refused is answered as problem details (RFC 9457) with a stable <code>code</code>; <code>instance</code> is the request’s
    id, also in <code>X-Request-Id</code>. An example, and <a href="#problems">all codes</a>:
  </p>
  <pre>
{ "type": "/docs#token.missing", "title": "Unauthorized", "status": 401, "code": "token.missing", "detail": "…", "instance": "…" }</pre>
  <p>
    The examples run in a shell that has <code>TOKEN</code>, an access token; where they say so, <code>ID</code>, the id of a thing of the
    kind that stands before it in the address; and <code>AGENT_ID</code>, an agent’s. For example <code>ID=…</code>, with an
    <code>id</code> that a list has shown you.
  </p>
  <h2 id="graphql">GraphQL</h2>
  <p>
    The same at <code>POST /graphql</code>: queries and mutations with the names, rules and tokens of the calls below. Problems stand in
    <code>errors</code>, each with its <code>code</code> under <code>extensions</code>; subscriptions are asked for at the same address over
    graphql-transport-ws, by a token in <code>connection_init</code> (<code>authorization</code>) or, from a page of the same origin, by the
    cookie of a session. Introspection is on: this lists what can be asked for.
  </p>
  <pre>${GRAPHQL_EXAMPLE}</pre>`;

/** The page that explains every operation. It needs no script and nothing from elsewhere. */
export const documentationPage = (capabilities: readonly Capability[], { name, version }: About): string => {
  const operations = capabilities.flatMap((capability) => capability.operations);
  const tags = [...byTag(operations)];
  const links = (some: readonly Operation[]) => some.map((operation) => html`<a href="#${operation.name}">${operation.summary}</a>`);
  const body = html`<div class="page">
    <nav>
      <a href="/"><b>${name}</b></a>
      <a href="#graphql">GraphQL</a>
      ${tags.map(
        ([tag, some]) =>
          html`<h2>${tag}</h2>
            ${links(some)}`,
      )}
      <h2>Problems</h2>
      <a href="#problems">All codes</a>
    </nav>
    <main>
      <h1>${name} <small>${version}</small></h1>
      ${INTRODUCTION}
      ${tags.map(
        ([tag, some]) =>
          html`<h2>${tag}</h2>
            ${some.map(article)}`,
      )}
      <h2 id="problems">Problem codes</h2>
      <div class="table">
        <table>
          <tr>
            <th>code</th>
            <th>status</th>
            <th>what it means</th>
            <th>what to do</th>
            <th>refused by</th>
          </tr>
          ${codeRows(new ProblemCatalogue(capabilities))}
        </table>
      </div>
    </main>
  </div>`;
  return document(`${name}: interface`, body);
};
