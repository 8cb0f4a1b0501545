#!/usr/bin/env node
// The stand-in for EventStoreDB as a process of its own: node test/eventstoredb/stand-in-process.mjs [--port 0] [--folder F]
import { buildStandIn } from './build-stand-in.mjs';

const { serve } = await import(buildStandIn());
await serve(process.argv.slice(2));
