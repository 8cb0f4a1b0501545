/** Characters of a login, as it is written and as it is compared. */
export const LOGIN_LENGTH_MAX = 100;
/** Characters of a password. Long phrases are welcome; what is longer only costs time. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 256;
/** Passwords that are checked or stored at the same time: each takes the memory that scrypt is told to. */
export const PASSWORDS_AT_ONCE_MAX = 2;
/** Passwords that wait for their turn; whoever comes then is told to come back. */
export const PASSWORDS_WAITING_MAX = 32;
/** How often a password is set anew where others set it at the same time. */
export const PASSWORD_TRIES = 5;
/** Characters of the reason of a suspension. */
export const REASON_LENGTH_MAX = 500;
/** Milliseconds after its last use, as far as that was noted (SESSION_CONTINUED_MS), at which a session is over. */
export const SESSION_IDLE_MS_MAX = 12 * 60 * 60 * 1_000;
/** Milliseconds after its beginning at which a session is over, however much it was used. */
export const SESSION_MS_MAX = 7 * 24 * 60 * 60 * 1_000;
/** A session that is used is said to go on so often, in milliseconds: other gateways, and this one after a restart, know of its last use by that. */
export const SESSION_CONTINUED_MS = 60 * 60 * 1_000;
/** Sessions that an account has at once: signing in once more ends the one whose last use is the longest ago, as far as that was noted. */
export const SESSIONS_OF_ACCOUNT_MAX = 100;
/** Sessions that one sign-in ends so, where there are more of them than are allowed now. */
export const SESSIONS_DISPLACED_AT_ONCE_MAX = 10;
/** Failed sign-ins with one login from one address, and from one address in all, after which the next ones are refused until the time is over. */
export const FAILED_SIGN_INS_OF_LOGIN_MAX = 10;
export const FAILED_SIGN_INS_OF_ADDRESS_MAX = 50;
export const FAILED_SIGN_INS_MS = 15 * 60 * 1_000;
/** Documents of one page when the directory is read from the read models. */
export const DIRECTORY_PAGE = 100;
