// Runs the program from source: `npm run dev -- next --dry-run`. The manifest of a build would name the built commands.
import { Plugin } from '@oclif/core';
import { main } from '../src/cli/main.js';
import { packageRoot } from '../src/storage/package-root.js';

const plugin = new Plugin({ isRoot: true, ignoreManifest: true, root: packageRoot() });
await plugin.load();
await main(process.argv.slice(2), { plugins: new Map([[plugin.name, plugin]]) });
