#!/usr/bin/env node
import { answerVersion } from '../cli/help/version.js';

// Reading source maps costs time; stacks are shown with DEBUG only.
if (process.env['DEBUG']) process.setSourceMapsEnabled(true);

const argv = process.argv.slice(2);
if (!answerVersion('brokeroff', argv)) {
  const { main } = await import('../cli/main.js');
  await main(['brokeroff', ...argv]);
}
