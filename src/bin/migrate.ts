#!/usr/bin/env node
import { answerHelp } from '../cli/help/root-help.js';
import { answerVersion } from '../cli/help/version.js';

// Reading source maps costs time; stacks are shown with DEBUG only.
if (process.env['DEBUG']) process.setSourceMapsEnabled(true);

const argv = process.argv.slice(2);
if (!answerVersion('migrate', argv) && !answerHelp(argv)) {
  const { main } = await import('../cli/main.js');
  await main(argv);
}
