export { readMapping, InvalidMapping } from './mapping/read-mapping.js';
export type { Mapping } from './domain/mapping.js';
export { ChangeLog, NoLog } from './reading/change-log.js';
export { DoesNotFit } from './domain/row-reader.js';
export { WorkingFile } from './sqlite/working-file.js';
export type { ImportCounts, RejectedLine, WorkingMemory } from './working-memory.js';
