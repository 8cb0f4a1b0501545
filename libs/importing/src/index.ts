export { InvalidMapping, readMapping } from './mapping/read-mapping.js';
export type { Mapping } from './domain/mapping.js';
export { ChangeLog, NoLog } from './reading/change-log.js';
export { DoesNotFit, assertColumns } from './domain/row-reader.js';
export { PersonRefused } from './people-import.js';
export { WorkingFile } from './sqlite/working-file.js';
export { importLog, type ImportEnd, type ImportTask } from './import-log.js';
export { writeRejects } from './rejects-file.js';
export type { ImportCounts, RejectedLine, WorkingMemory } from './working-memory.js';
