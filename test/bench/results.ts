import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('RESULTS.md', import.meta.url));

/** Prints a section and puts it into RESULTS.md in place of the one with the same title. */
export function record(title: string, body: string): void {
  console.log(body);
  const heading = `## ${title}\n`;
  const sections = readFileSync(file, 'utf8').split(/^(?=## )/m);
  const kept = sections.filter((section) => !section.startsWith(heading));
  writeFileSync(
    file,
    [...kept.map((section) => `${section.trimEnd()}\n`), `${heading}\n${body.trimEnd()}\n`].join('\n'),
  );
}
