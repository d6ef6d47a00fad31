import { describe, expect, it } from 'vitest';
import { mailRecipients } from '../../../src/model/text/mail-recipients.js';

describe('the recipients of a contact', () => {
  it.each([
    ['a@alpha.example', ['a@alpha.example']],
    ['Ops <ops@alpha.example>', ['ops@alpha.example']],
    ['"Grid, Operations" <ops@alpha.example>', ['ops@alpha.example']],
    ['b@beta.example, c@beta.example', ['b@beta.example', 'c@beta.example']],
    ['<a@x.example>,B <b@x.example> , a@x.example', ['a@x.example', 'b@x.example']],
  ])('of %j are %j', (contact, expected) => {
    expect(mailRecipients(contact)).toEqual(expected);
  });

  it.each([
    '',
    'grid-admins',
    'a@x.example,',
    'a@x.example b@x.example',
    'a@x.example\nBcc: b@x.example',
    'A <a@x.example',
    '<>',
    'x: a@x.example;',
  ])('are not in %j', (contact) => {
    expect(mailRecipients(contact)).toBeNull();
  });
});
