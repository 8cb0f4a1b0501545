/** What the machine may lack: room, rights, files that can be open at once, a disk that works. */
const LACKING = /^(ENOSPC|EDQUOT|EFBIG|EROFS|EACCES|EPERM|EMFILE|ENFILE|EIO|SQLITE_(FULL|IOERR|READONLY|CANTOPEN)(_\w+)?)$/;

/** Does the machine, and no fault of the program, stand in the way? Asked of what nobody nearer to it has put into words. */
export const isLacking = (error: unknown): error is Error => {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return error instanceof Error && typeof code === 'string' && LACKING.test(code);
};
