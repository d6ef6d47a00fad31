import { describe, expect, it } from 'vitest';
import { exampleFields } from '../../src/requests/fields.js';
import { readTemplate, TemplateError, type Template } from '../../src/requests/template.js';

const where = { name: 'mine', file: 'templates/mine.eta' };

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

describe('a template', () => {
  it('is filled in with the fields of a request', () => {
    const { subject, body } = read(
      textOf(
        'Dear <%= it.site %>:\n<% for (const queue of it.queues) { %>\n- <%= queue %>\n<% } %>\nBye',
        'To <%= it.site %>',
      ),
    );
    const fields = { ...exampleFields, site: 'OSCER', queues: ['A', 'B'] };
    expect(subject(fields)).toBe('To OSCER');
    expect(body(fields)).toBe('Dear OSCER:\n- A\n- B\nBye');
  });

  it('sets defaults for each channel in its header', () => {
    const { defaults } = read(`ggus.priority: 1 low\njira.issuetype: Change\n${textOf('Body')}`);
    expect(defaults).toEqual({ ggus: { priority: '1 low' }, jira: { issuetype: 'Change' }, mail: {} });
  });

  it('takes what is filled in as text, whatever it looks like', () => {
    const { body } = read(textOf('<%= it.reason %>'));
    const because = '<%= it.site %><% process.exit(1) %>${1 + 1} {{site}} `x`';
    expect(body({ ...exampleFields, reason: because })).toBe(because);
  });
});

describe('a template with something wrong is refused with its line', () => {
  it.each([
    [
      'a field that does not exist',
      textOf('Dear\n<%= it.sites %>'),
      '4: found the field "sites", expected one of campaign, site, contact',
    ],
    [
      'such a field where the example does not come by',
      textOf('\n<% if (it.leadDays > 99) { %>\n<%= it.nobody %>\n<% } %>'),
      '5: found the field "nobody"',
    ],
    ['such a field in the subject', textOf('Body', '<%= it.where %>'), '1: found the field "where"'],
    ['fields taken in another way', textOf("<%= it['site'] %>"), '3: found "it[", expected fields written as it.field'],
    ['a name that is no field', textOf('Dear\n<%= site %>'), '4: found what cannot be filled in (site is not defined)'],
    [
      'what no field has',
      textOf('Dear\n\n<% for (const queue of it.queues) { %>\n<%= queue.cloud.name %>\n<% } %>'),
      '6: found what cannot be filled in',
    ],
    ['another file', textOf("\n<%= include('secrets') %>"), '4: found what cannot be filled in'],
    ['a tag that never ends', textOf('Dear\n<%= it.site'), '4: found what cannot be filled in (unclosed tag)'],
    [
      'no JavaScript',
      textOf('Dear\n\n<% if (it.site { %>x<% } %>'),
      "5: found what cannot be filled in (Unexpected token '{')",
    ],
    [
      'a loop that never ends',
      textOf('Dear\n<% for (const queue of it.queues) { %>\nx'),
      'found what cannot be filled in',
    ],
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
    expect(findings('subjet: Hello\n\nDear <%= it.sites %>,\n<%= it.contacts %>\n<% if ( %>')).toEqual([
      expect.stringMatching(/^1: found the header line "subjet: Hello".* Did you mean subject\?/),
      expect.stringContaining('1: found no subject'),
      expect.stringMatching(/^3: found the field "sites".* Did you mean site\?/),
      expect.stringMatching(/^4: found the field "contacts".* Did you mean contact\?/),
      expect.stringContaining('5: found what cannot be filled in'),
    ]);
  });

  it('also where only some data show it', () => {
    const { body } = read(
      textOf(
        'Dear\n<% for (const queue of it.queues) { %>\n<%= queue.slice(1, queue.length > 20 ? queue.nothing.x : 2) %>\n<% } %>',
      ),
    );
    expect(() => body({ ...exampleFields, queues: ['a queue with a very long name'] })).toThrow(
      'templates/mine.eta:5: error: found what cannot be filled in',
    );
  });

  it('while words in quotes are no names', () => {
    expect(read(textOf(`<%= it.leadDays > 1 ? 'it works, it seems' : "it's nobody's" %>`)).body(exampleFields)).toBe(
      'it works, it seems',
    );
  });
});
