export * from './caller.js';
export * from './admission.js';
export * from './event-views.js';
export { personalFields, without } from './impersonal.js';
export * from './query-caller.js';
export * from './access-token.js';
export * from './authenticate.js';
export { authenticator, type AuthenticatorOptions } from './authenticator.js';
export { hashOfToken, newToken } from './token.js';
