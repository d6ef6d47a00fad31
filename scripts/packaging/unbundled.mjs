/** What stays outside the bundle and is installed beside it: compiled code, WebAssembly in a worker, and the engine of agents. */
export const unbundled = ['@photostructure/sqlite', 'graphile-worker', 'highs'];
