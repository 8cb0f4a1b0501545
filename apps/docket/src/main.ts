import 'reflect-metadata';
import { eventType } from '@docket/event-store';
console.log(eventType);
