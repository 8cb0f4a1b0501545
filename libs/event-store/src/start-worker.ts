import { Worker } from 'node:worker_threads';

/** Starts a worker thread. In a module of its own, so that jest can point it at the built files. */
export const startWorker = (url: URL, workerData: unknown): Worker => new Worker(url, { workerData });
