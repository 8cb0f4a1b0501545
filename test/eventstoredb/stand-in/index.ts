export { StandIn, type StandInOptions } from './stand-in.js';
