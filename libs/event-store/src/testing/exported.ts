import { EXPORT_START, LogExport, closingLine, exportPieces, headerLine, linesOf } from '../export/index.js';
import type { EventReader } from '../event-store.js';

/** A whole log as an export has it: the text of the file. */
export const exportOf = async (reader: Pick<EventReader, 'subscribe'>, logId: string): Promise<string> => {
  let text = headerLine(logId);
  let end = EXPORT_START;
  for await (const piece of exportPieces(reader, EXPORT_START, new AbortController().signal)) {
    text += piece.text;
    end = piece.place;
  }
  return text + closingLine(end);
};

/** Reads the text of an export as a file that comes in pieces of so many bytes. */
export const openExport = (text: string, pieceBytes = 1_000): Promise<LogExport> => LogExport.open(linesOf(piecesOf(text, pieceBytes)));

async function* piecesOf(text: string, pieceBytes: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}
