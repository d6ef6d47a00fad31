import { describe, expect, it } from 'vitest';
import { exampleFields } from '../../src/requests/fields.js';
import { readTemplate, TemplateError } from '../../src/requests/template.js';

const where = { name: 'mine', file: 'templates/mine.eta' };

function textOf(body: string, subject = 'Hello'): string {
  return `subject: ${subject}\n\n${body}`;
}

function failure(text: string): TemplateError {
  try {
    readTemplate(text, where);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a template', () => {
  it('is filled in with the fields of a request', () => {
    const { subject, body } = readTemplate(textOf('Dear <%= it.site %>:\n<% for (const queue of it.queues) { %>\n- <%= queue %>\n<% } %>\nBye', 'To <%= it.site %>'), where);
    const fields = { ...exampleFields, site: 'OSCER', queues: ['A', 'B'] };
    expect(subject(fields)).toBe('To OSCER');
    expect(body(fields)).toBe('Dear OSCER:\n- A\n- B\nBye');
  });

  it('sets defaults for each channel in its header', () => {
    const { defaults } = readTemplate(`ggus.priority: 1 low\njira.issuetype: Change\n${textOf('Body')}`, where);
    expect(defaults).toEqual({ ggus: { priority: '1 low' }, jira: { issuetype: 'Change' }, mail: {} });
  });

  it('takes what is filled in as text, whatever it looks like', () => {
    const { body } = readTemplate(textOf('<%= it.because %>'), where);
    const because = "<%= it.site %><% process.exit(1) %>${1 + 1} {{site}} `x`";
    expect(body({ ...exampleFields, because })).toBe(because);
  });
});

describe('a template with something wrong is refused with its line', () => {
  it.each([
    ['a field that does not exist', textOf('Dear\n<%= it.sites %>'), 'line 4: there is no field "sites"'],
    ['such a field where the example does not come by', textOf('\n<% if (it.leadDays > 99) { %>\n<%= it.nobody %>\n<% } %>'), 'line 5: there is no field "nobody"'],
    ['such a field in the subject', textOf('Body', '<%= it.where %>'), 'line 1: there is no field "where"'],
    ['fields taken in another way', textOf("<%= it['site'] %>"), 'line 3: fields are written as it.field'],
    ['a tag that never ends', textOf('Dear\n<%= it.site'), 'cannot be filled in'],
    ['no JavaScript', textOf('Dear\n<% if (it.site { %>x<% } %>'), 'cannot be filled in'],
    ['an unknown header line', `priority: high\n${textOf('Body')}`, 'line 1: "priority: high" is no header line'],
    ['an unknown setting of a channel', `mail.bcc: eve@example.com\n${textOf('Body')}`, 'line 1: "mail.bcc: eve@example.com" is no header line'],
    ['no subject', 'ggus.priority: 1 low\n\nBody', 'the header has no subject'],
    ['no empty line', 'subject: Hello\nBody', 'an empty line between header and body is missing'],
  ])('%s', (_what, text, message) => {
    const error = failure(text);
    expect(error.message).toContain('templates/mine.eta, line');
    expect(error.message).toContain(message);
  });

  it('says which fields there are', () => {
    expect(failure(textOf('<%= it.sites %>')).advice.join()).toContain('site, contact, queues');
  });
});
