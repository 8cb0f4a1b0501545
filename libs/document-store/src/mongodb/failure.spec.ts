import { MongoNetworkError } from 'mongodb';
import { DocumentsUnavailable, UnknownCollection } from '../failures.js';
import { bounded } from './failure.js';

const failing = (error: Error): Promise<never> => bounded('reading', () => Promise.reject(error));

test.each<[string, Error]>([
  ['what the driver says', new MongoNetworkError('connection 7 closed')],
  ['what a socket says', Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' })],
])('%s of the connection means that the documents are unavailable', async (_, error) => {
  const failed = failing(error);
  await expect(failed).rejects.toBeInstanceOf(DocumentsUnavailable);
  await expect(failed).rejects.toMatchObject({ message: `reading: ${error.message}`, cause: error });
});

test('what is wrong with the question stays what it is, and so does what nobody foresaw', async () => {
  for (const error of [new UnknownCollection('notes@1'), new TypeError('x is not a function')])
    await expect(failing(error)).rejects.toBe(error);
});

test('work that takes too long is given up', async () => {
  await expect(bounded('reading', () => new Promise(() => undefined), 10)).rejects.toBeInstanceOf(DocumentsUnavailable);
});
