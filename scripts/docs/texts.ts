import { fieldMeanings } from '../../src/requests/fields.js';

const text = '`{{field}}`';

/** `docs/texts.md`: what a template may speak of. */
export function textsPage(): string {
  return [
    '# Texts to sites',
    '',
    '<!-- The table is written by `npm run docs` from src/requests/fields.ts. -->',
    '',
    'Requests, reminders and notices are made from templates: `templates/NAME.mustache` of the program, or your own in a',
    'folder `templates` beside `sites.yaml`, which win. `migrate request preview SITE --template NAME` shows what would go',
    'out; `migrate validate` names every unknown field and broken template with its line, and words of another migration',
    'than the campaign’s (an operating system, a container tool or a pilot that it is not about).',
    '',
    'A template has header lines, an empty line, and the body:',
    '',
    '```',
    'jira.issuetype: Task',
    'subject: Pilot {{pilotTo}} at {{site}}',
    '',
    'Dear colleagues at {{site}},',
    '{{#queues}}',
    '  - {{.}}',
    '{{/queues}}',
    '{{#containers}}Containers: {{containers}}.{{/containers}}{{^containers}}No containers.{{/containers}}',
    '```',
    '',
    'The header sets `subject`, and for a channel `jira.issuetype`, `jira.priority`, `mail.importance`, `mail.reply-to` or',
    'any `ggus.ATTRIBUTE`. Subject and body are [Mustache](https://mustache.github.io/) over the fields below and nothing',
    `else: ${text} puts a text in, \`{{#field}}…{{/field}}\` repeats for a list and stands only where there is something,`,
    '`{{^field}}…{{/field}}` only where there is nothing, `{{.}}` is the item or text of the section, `{{! … }}` a comment.',
    'No partials, no dotted names, no code; nothing is escaped, and what is filled in is never read as a template.',
    '',
    'Your templates must be yours, in a folder that only you can write, or nothing is sent. A template `.eta` of earlier',
    'versions could run code; it is refused until it is rewritten and renamed.',
    '',
    '| field | is | tells |',
    '|---|---|---|',
    ...Object.entries(fieldMeanings).map(([field, { is, meaning }]) => `| \`${field}\` | ${is} | ${meaning} |`),
    '',
  ].join('\n');
}
