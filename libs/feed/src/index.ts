export { feed } from './capability.js';
