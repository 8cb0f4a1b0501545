import 'reflect-metadata';
import SwaggerParser from '@apidevtools/swagger-parser';
import { errorCatalogue, openApiDocument, partsOf, schemaText } from '@docket/gateway/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { ABOUT } from '../../apps/docket/src/about.js';
import { capabilities } from '../../apps/docket/src/capabilities.js';

const parts = partsOf(capabilities);
const fileOf = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
/** `npm run documents` writes the files; a test only reads them. */
const renews = process.env['RENEW_DOCUMENTS'] === '1';

const documents: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['openapi.json', () => `${JSON.stringify(openApiDocument(capabilities, ABOUT), null, 2)}\n`],
  ['schema.graphql', () => schemaText(parts)],
  ['errors.md', () => errorCatalogue(capabilities)],
];

describe('the documents in docs/ are those of the program', () => {
  test.each(documents)('%s; renew it by npm run documents', async (name, make) => {
    const options = (await prettier.resolveConfig(fileOf(name))) ?? {};
    const made = await prettier.format(await make(), { ...options, filepath: fileOf(name) });
    if (renews) writeFileSync(fileOf(name), made);
    expect(readFileSync(fileOf(name), 'utf8')).toBe(made);
  });

  test('the OpenAPI document is valid, so that other tools can import it', async () => {
    const document = openApiDocument(capabilities, ABOUT) as unknown as Parameters<typeof SwaggerParser.validate>[0];
    await expect(SwaggerParser.validate(structuredClone(document))).resolves.toMatchObject({ openapi: '3.1.0' });
  });
});
