export * from './caller.js';
export * from './admission.js';
export { personalFields, without } from './impersonal.js';
export * from './query-caller.js';
export * from './authenticate.js';
export * from './limits.js';
export { FixedWindow, type Usage } from './fixed-window.js';
export { Tally } from './tally.js';
export { bearerToken, type Credential, credentialOf, hashOfToken, newSecret, sameHash, tokenOf } from './token.js';
