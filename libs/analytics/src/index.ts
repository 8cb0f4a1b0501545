export { analytics } from './capability.js';
