/** Characters of the name of a person or a team. */
export const NAME_LENGTH_MAX = 200;
/** Characters of a login, as it is written and as it is compared. */
export const LOGIN_LENGTH_MAX = 100;
/** Characters of a telephone number and of a department. */
export const PHONE_LENGTH_MAX = 50;
export const DEPARTMENT_LENGTH_MAX = 200;
/** Characters of an external reference's system and of its id there; together they are one term of a document. */
export const EXTERNAL_SYSTEM_LENGTH_MAX = 40;
export const EXTERNAL_ID_LENGTH_MAX = 80;
/** Members of one team: each is a term of its document, which has room for 256. */
export const TEAM_MEMBERS_MAX = 200;
