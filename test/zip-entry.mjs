import { once } from 'node:events';
import yauzl from 'yauzl';

const called = (call) =>
  new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)));
  });

/** The first entry of a ZIP archive whose name matches, as a stream of its bytes. */
export const openZipEntry = async (file, name) => {
  const zip = await called((done) => yauzl.open(file, { lazyEntries: true }, done));
  for (;;) {
    zip.readEntry();
    const [entry] = await Promise.race([once(zip, 'entry'), once(zip, 'end')]);
    if (!entry) throw new Error(`${file} has no entry that matches ${name}`);
    if (name.test(entry.fileName)) return called((done) => zip.openReadStream(entry, done));
  }
};
