export { queues } from './capability.js';
