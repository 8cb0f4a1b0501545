/** Bytes of one row of a log, and of its header: a quote that is never closed must not swallow the memory. */
export const ROW_BYTES_MAX = 1024 * 1024;
/** Columns of a log. */
export const COLUMNS_MAX = 1_000;
/** Bytes of a mapping file. */
export const MAPPING_BYTES_MAX = 1024 * 1024;
/** UTF-16 units of the name of a case in its source, and of a value that names a person: each becomes the id of an `externalRef`. */
export const CASE_LENGTH_MAX = 80;
export const PERSON_VALUE_LENGTH_MAX = 80;
/** UTF-16 units of a cell that are quoted where it rejects its row: enough to find it, and no page of what somebody wrote. */
export const QUOTED_LENGTH_MAX = 80;
/** UTF-16 units of a source's name: it becomes the system of every `externalRef`. */
export const SOURCE_LENGTH_MAX = 40;
/** The first year that a log's time may lie in; the last moment is the present one. */
export const YEAR_MIN = 1970;
/** Milliseconds that the clock of a source may be ahead of ours, or its zone be told wrong by: a row that lies further in the future is a mistake. */
export const AHEAD_MS_MAX = 24 * 60 * 60 * 1_000;
/** Texts of times that are remembered with their moment: parsing one takes about 20 µs, and the rows of a case repeat them. */
export const REMEMBERED_TIMES_MAX = 5_000;
/** People whose ids, and of whom it is known that they are there, are held in memory; the others are looked up. */
export const KNOWN_PEOPLE_MAX = 50_000;
/** Names that are tried for a team, of which each may be another one's already. */
export const NAMES_TRIED_MAX = 100;
/** Tickets, or people, that are being recorded at the same time: the store commits them together. */
export const IN_FLIGHT_MAX = 128;
