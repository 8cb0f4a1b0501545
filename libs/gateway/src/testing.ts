export * from './testing/server-in-memory.js';
export * from './testing/checked-answers.js';
export { RawClient } from './testing/raw-client.js';
export { InvalidInput, inputReader, type InputReader } from './validation/input-reader.js';
export { parametersReader } from './validation/parameters.js';
export { openApiDocument } from './openapi/document.js';
export { errorCatalogue } from './openapi/error-catalogue.js';
export { partsOf } from './graphql-parts.js';
export { schemaText } from './graphql/graphql-api.js';
