import { comparableName } from '@docket/deciding';
import { LOGIN_LENGTH_MAX } from './limits.js';

/** A login as it is kept and compared. */
export const normaliseLogin = comparableName;

/** Asked of the normalised text, because normalising can bring in blanks and make it longer. */
export const isLogin = (login: string): boolean => login !== '' && [...login].length <= LOGIN_LENGTH_MAX && !/[\s\p{C}]/u.test(login);
