import { describe, expect, it } from 'vitest';
import { fieldMeanings, requestFields } from '../../src/requests/fields.js';
import { readTemplate, TemplateError, type Template } from '../../src/requests/template.js';
import { anInventory } from '../inventory/builders.js';

const where = { name: 'mine', file: 'templates/mine.mustache' };

function textOf(body: string, subject = 'Hello'): string {
  return `subject: ${subject}\n\n${body}`;
}

function read(text: string): Template {
  const result = readTemplate(text, where);
  if (result.ok) return result.template;
  throw new TemplateError(result.findings);
}

/** Its findings, as `line: message`. */
function findings(text: string): string[] {
  const result = readTemplate(text, where);
  return result.ok ? [] : result.findings.map(({ line, message }) => `${String(line)}: ${message}`);
}

const fields = requestFields({
  operation: { site: 'OSCER', reason: 'Because.', before: { request: 'none' } },
  inventory: anInventory(),
  today: '2019-08-05',
  operator: 'anna',
});

describe('a template', () => {
  it('is filled in with the fields of a request', () => {
    const { subject, body } = read(
      textOf('Dear {{site}}:\n{{#queues}}\n- {{.}} of {{site}}\n{{/queues}}\nBye', 'To {{site}}'),
    );
    const two = { ...fields, site: 'OSCER', queues: ['A', 'B'] };
    expect(subject(two)).toBe('To OSCER');
    expect(body(two)).toBe('Dear OSCER:\n- A of OSCER\n- B of OSCER\nBye');
  });

  it('says what stands only where there is something, or nothing', () => {
    const { body } = read(
      textOf(
        '{{#containers}}with {{.}}{{/containers}}{{^containers}}without{{/containers}}{{^queues}}, no queue{{/queues}}',
      ),
    );
    expect(body({ ...fields, containers: 'apptainer:pilot' })).toBe('with apptainer:pilot');
    expect(body({ ...fields, containers: '', queues: [] })).toBe('without, no queue');
  });

  it('sets defaults for each channel in its header', () => {
    const { defaults } = read(`ggus.priority: 1 low\njira.issuetype: Change\n${textOf('Body')}`);
    expect(defaults).toEqual({ ggus: { priority: '1 low' }, jira: { issuetype: 'Change' }, mail: {} });
  });

  it('takes what is filled in as text, whatever it looks like', () => {
    const { body } = read(textOf('{{reason}} & {{{reason}}}'));
    const because = '<%= it.site %>${1 + 1} {{site}} {{#queues}} `x` <b>"&\'';
    expect(body({ ...fields, reason: because })).toBe(`${because} & ${because}`);
  });

  it('has every field at hand, and no other', () => {
    expect(Object.keys(fields).sort()).toEqual(Object.keys(fieldMeanings).sort());
  });
});

describe('a template cannot look beyond its fields', () => {
  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'process',
    'env',
    'global',
    'HTTPS_PROXY',
    'length',
  ])('%s is no field, at the top, of a text, or in a list', (name) => {
    for (const text of [
      `{{${name}}}`,
      `{{{${name}}}}`,
      `{{&${name}}}`,
      `{{#${name}}}x{{/${name}}}`,
      `{{^${name}}}x{{/${name}}}`,
      `{{#queues}}{{${name}}}{{/queues}}`,
      `{{#site}}{{${name}}}{{/site}}`,
      `{{site.${name}}}`,
    ])
      expect(findings(textOf(text)), text).toEqual([
        expect.stringMatching(/^3: found the field ".*", expected one of/),
      ]);
  });
});

describe('a template with something wrong is refused with its line', () => {
  it.each([
    [
      'a field that does not exist',
      textOf('Dear\n{{sites}}'),
      '4: found the field "sites", expected one of campaign, site',
    ],
    [
      'such a field where nothing comes by',
      textOf('\n{{^leadDays}}\n{{nobody}}\n{{/leadDays}}'),
      '5: found the field "nobody"',
    ],
    ['such a field in the subject', textOf('Body', '{{where}}'), '1: found the field "where"'],
    ['dotted names', textOf('{{site.name}}'), '3: found the field "site.name"'],
    ['a list as if it were a text', textOf('{{queues}}'), '3: found {{queues}}, which is no single text'],
    ['an item outside a list', textOf('Dear\n{{.}}'), '4: found {{.}} outside a section'],
    ['another file', textOf('\n{{> secrets}}'), '4: found the partial secrets'],
    ['other tags', textOf('\n{{=<< >>=}}\n'), '4: found a tag ='],
    ['a tag that never ends', textOf('Dear {{site}}\n{{site\nx\n'), '4: found unclosed tag'],
    ['a section that never ends', textOf('Dear\n{{#queues}}\nx\ny\n'), '4: found unclosed section "queues"'],
    ['sections that cross', textOf('{{#queues}}\n{{#site}}\n{{/queues}}{{/site}}'), '4: found unclosed section "site"'],
    ['an end without a beginning', textOf('Dear\n{{/queues}}'), '4: found unopened section "queues"'],
    ['code of the former kind', textOf('Dear\n<%= it.site %>'), '4: found a tag of the former kind, <%'],
    ['an unknown header line', `priority: high\n${textOf('Body')}`, '1: found the header line "priority: high"'],
    [
      'an unknown setting of a channel',
      `mail.bcc: eve@example.com\n${textOf('Body')}`,
      '1: found the header line "mail.bcc: eve@example.com"',
    ],
    ['no subject', 'ggus.priority: 1 low\n\nBody', '1: found no subject in the header'],
    ['no empty line', 'subject: Hello\nBody', '1: found no empty line'],
  ])('%s', (_what, text, message) => {
    expect(findings(text)).toEqual([expect.stringContaining(message)]);
  });

  it('and so is everything else that is wrong, at once, with near names', () => {
    expect(findings('subjet: Hello\n\nDear {{sites}},\n{{contacts}}\n{{> x}}')).toEqual([
      expect.stringMatching(/^1: found the header line "subjet: Hello".* Did you mean subject\?/),
      expect.stringContaining('1: found no subject'),
      expect.stringMatching(/^3: found the field "sites".* Did you mean site\?/),
      expect.stringMatching(/^4: found the field "contacts".* Did you mean contact\?/),
      expect.stringContaining('5: found the partial x'),
    ]);
  });
});
