import { build } from '../tools/build.mjs';

/** jest's globalSetup: worker threads and server processes under test run from dist/. */
export default async () => build();
