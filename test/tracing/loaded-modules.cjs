// Required by a process before anything else (`--require`), and by its threads: writes down at the end what was loaded.
const { appendFileSync } = require('node:fs');
const Module = require('node:module');

process.on('exit', () => appendFileSync(process.env.LOADED_MODULES, Object.keys(Module._cache).join('\n') + '\n'));
