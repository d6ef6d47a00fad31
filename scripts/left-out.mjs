// Stands in the bundle for packages that oclif loads at every start and needs only where it looks for
// commands without a manifest, or for plugins: the built program has the one and not the other.
function absent() {
  throw new Error('oclif.manifest.json is missing beside package.json: run `npm run build`.');
}

export { absent as glob, absent as minimatch };
