import { Worker, type WorkerOptions } from 'node:worker_threads';

const root = new URL('../', import.meta.url);

/** The twin of libs/event-store/src/start-worker.ts under jest: the same worker, from dist/ (built by jest's globalSetup). */
export const startWorker = (url: URL, workerData: unknown, options: Pick<WorkerOptions, 'resourceLimits'> = {}): Worker => {
  const path = url.href.slice(root.href.length);
  const built = path.startsWith('dist/') ? url : new URL(`dist/${path.replace(/\.ts$/, '.js')}`, root);
  return new Worker(built, { ...options, workerData });
};
