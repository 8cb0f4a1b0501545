import { DataFolder } from '@docket/event-store';

/** Milliseconds that whoever has a folder open is given to let go of it: a server will not, unless it is just stopping. */
const FOLDER_WAIT_MS = 500;

/** Opens a folder for a command, which does not wait for a running server, or for another command, to end. */
export const openFolder = (path: string): Promise<DataFolder> => DataFolder.open(path, FOLDER_WAIT_MS);
