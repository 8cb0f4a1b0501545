import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Starts a worker thread. In a module of its own, so that jest can point it at the built files. */
export const startWorker = (url: URL, workerData: unknown, options: Pick<WorkerOptions, 'resourceLimits'> = {}): Worker =>
  new Worker(url, { ...options, workerData });
