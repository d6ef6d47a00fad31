import { describe, expect, it, onTestFinished } from 'vitest';
import { mailHelpdesk, messageIdOf, type Mail } from '../../../src/grid/helpdesk/mail/mail.js';
import { smtpPost } from '../../../src/grid/helpdesk/mail/smtp.js';
import { rehearsalAccess } from '../../../src/rehearsal/helpdesk/access.js';
import { serveMail, type MailServeOptions } from '../../../src/rehearsal/helpdesk/smtp.js';
import { failureOf } from '../builders.js';
import { authority, expiredServer, server } from '../http/certificates.js';
import { closedPort, tcpServer } from '../server.js';
import { aDraft, aServedWorld, readTickets, type ServedWorld } from './desks.js';

const { from, user, password } = rehearsalAccess;

async function aMailWorld(options: MailServeOptions = {}): Promise<ServedWorld & { readonly smtp: string }> {
  const served = await aServedWorld();
  const mail = await serveMail(served.world, options);
  onTestFinished(() => mail.close());
  return { ...served, smtp: mail.url };
}

type Smtp = Parameters<typeof smtpPost>[0];

function desk(url: string, change: Partial<Smtp> = {}) {
  return mailHelpdesk({ post: smtpPost({ url, login: null, timeoutMs: 2_000, ...change }), from });
}

describe('a mail', () => {
  it('arrives as it was written, under the Message-ID of its marker', async () => {
    const { smtp, world } = await aMailWorld();
    const body = 'Grüße nach 日本,\n.\n..\nFrom here on\n';
    const ref = await desk(smtp).create(
      aDraft('Orléans', {
        marker: '[pilot2/Orléans/migration#1]',
        subject: '[pilot2/Orléans/migration#1] Pilot 2 – à Orléans',
        body,
      }),
    );
    expect(ref).toBe(messageIdOf('[pilot2/Orléans/migration#1]', from));
    expect(readTickets(world, 'mail')).toMatchObject([
      {
        title: '[pilot2/Orléans/migration#1] Pilot 2 – à Orléans',
        body,
        recipient: 'support@site.example',
        message_id: ref,
      },
    ]);
  });

  it('of a megabyte arrives whole', async () => {
    const { smtp, world } = await aMailWorld();
    const body = `${'All work and no play. '.repeat(45_500)}\n`;
    await desk(smtp).create(aDraft('OSCER', { body }));
    expect(readTickets(world, 'mail')[0]?.body).toBe(body);
  });

  it('has a Message-ID that the marker alone determines', () => {
    const markers = [
      '[pilot2/A/migration#1]',
      '[pilot2/A/migration#2]',
      '[pilot2/A/reminder#1]',
      '[pilot2/Ä/migration#1]',
      '[pilot2/Ö/migration#1]',
    ];
    expect(new Set(markers.map((marker) => messageIdOf(marker, from))).size).toBe(markers.length);
    for (const marker of markers) expect(messageIdOf(marker, from)).toMatch(/^<[A-Za-z0-9.]+@rehearsal\.example>$/);
  });

  it('that follows one up answers to it', async () => {
    const sent: Mail[] = [];
    const helpdesk = mailHelpdesk({ post: (mail) => Promise.resolve(void sent.push(mail)), from });
    await helpdesk.comment('<first@rehearsal.example>', aDraft('OSCER', { marker: '[pilot2/OSCER/reminder#1]' }));
    expect(sent).toMatchObject([
      { inReplyTo: '<first@rehearsal.example>', messageId: messageIdOf('[pilot2/OSCER/reminder#1]', from) },
    ]);
    await helpdesk.comment('<a@b>\r\nBcc: eve@example.com', aDraft());
    expect(sent[1]).not.toHaveProperty('inReplyTo');
  });

  it('gets no further header or recipient from a subject, a site or a setting', async () => {
    const { smtp, world } = await aMailWorld();
    const subject = '[pilot2/OSCER/migration#1] Pilot 2\r\nBcc: eve@example.com\r\n\r\nEvil';
    await desk(smtp).create(
      aDraft('OSCER', { subject, channelDefaults: { importance: 'normal\r\nBcc: eve@example.com' } }),
    );
    expect(readTickets(world, 'mail')).toMatchObject([
      {
        recipient: 'support@site.example',
        title: '[pilot2/OSCER/migration#1] Pilot 2 Bcc: eve@example.com Evil',
        body: 'Dear colleagues,\nmay we?\n',
      },
    ]);
  });

  it.each(['', 'nobody', 'a@b.example\r\nRCPT TO:<eve@example.com>', 'a@b.example>', '"a b"@c.example', 'a@-'])(
    'is not sent to the contact %j',
    async (to) => {
      const sent: Mail[] = [];
      const failure = await failureOf(
        mailHelpdesk({ post: (mail) => Promise.resolve(void sent.push(mail)), from }).create(aDraft('OSCER', { to })),
      );
      expect(failure).toMatchObject({ problem: 'refused', sent: false });
      expect(failure.message).toContain('`contact` of OSCER');
      expect(failure.message).not.toMatch(/[\r\n]/);
      expect(sent).toEqual([]);
    },
  );
});

describe('several recipients', () => {
  it('each get the mail, without their names', async () => {
    const { smtp, world } = await aMailWorld();
    await desk(smtp).create(aDraft('OSCER', { to: 'Ops <a@b.example>, c@d.example' }));
    const [ticket] = readTickets(world, 'mail');
    expect(JSON.stringify(ticket)).toContain('c@d.example');
    expect(JSON.stringify(ticket)).toContain('a@b.example');
  });
});

describe('a mail server', () => {
  const login = { user, password: () => password };

  it('is logged in to over TLS, from the first byte or after STARTTLS', async () => {
    for (const secure of [true, false]) {
      const { smtp, world } = await aMailWorld({ identity: server, secure, loginRequired: true });
      await desk(smtp, { login, issuer: authority }).create(aDraft());
      expect(readTickets(world, 'mail')).toHaveLength(1);
    }
  });

  it('that offers a login without TLS hears neither name nor password', async () => {
    const heard: string[] = [];
    const { port } = await tcpServer((socket) => {
      socket.write('220 mail.example ESMTP\r\n');
      socket.setEncoding('utf8').on('data', (text: string) => {
        heard.push(text);
        socket.write(/^EHLO/i.test(text) ? '250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n' : '334 \r\n');
      });
    });
    expect(
      await failureOf(desk(`smtp://127.0.0.1:${port}`, { login, timeoutMs: 1000 }).create(aDraft())),
    ).toMatchObject({ sent: false });
    const said = heard.join('');
    expect(said).toMatch(/^EHLO/);
    for (const secret of [user, password])
      for (const written of [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(`\0${user}\0${password}`).toString('base64'),
      ])
        expect(said).not.toContain(written);
    expect(said).not.toMatch(/AUTH|MAIL FROM/);
  });

  it('gets no password without TLS', async () => {
    const { smtp, world } = await aMailWorld({ loginRequired: true });
    expect(await failureOf(desk(smtp, { login }).create(aDraft()))).toMatchObject({ sent: false });
    expect(readTickets(world, 'mail')).toEqual([]);
  });

  it.each([
    [
      'a wrong password',
      { identity: server },
      { login: { user, password: () => 'guessed-secret' }, issuer: authority },
      'not allowed',
      'does not accept our login',
      'password_file',
    ],
    [
      'an expired certificate',
      { identity: expiredServer },
      { login, issuer: authority },
      'not allowed',
      'has expired',
      'Tell the people',
    ],
    [
      'a certificate from nobody we know',
      { identity: server },
      { login },
      'not allowed',
      'is not trusted',
      'NODE_EXTRA_CA_CERTS',
    ],
  ])('with %s is one clear refusal, and nothing was sent', async (_what, options, change, problem, message, advice) => {
    const { smtp, world } = await aMailWorld({ ...options, secure: true });
    const failure = await failureOf(desk(smtp, change).create(aDraft()));
    expect(failure).toMatchObject({ problem, sent: false });
    expect(failure.message).toContain(message);
    expect(failure.advice.join()).toContain(advice);
    expect(`${failure.message}${failure.advice.join()}`).not.toContain('guessed-secret');
    expect(readTickets(world, 'mail')).toEqual([]);
  });

  it.each([
    ['full', 'is full'],
    ['unknown', 'does not deliver to unknown@site.example'],
  ])('that knows the mailbox to be %s has sent nothing', async (box, message) => {
    const { smtp, world } = await aMailWorld();
    const failure = await failureOf(desk(smtp).create(aDraft('OSCER', { to: `${box}@site.example` })));
    expect(failure).toMatchObject({ problem: 'refused', sent: false });
    expect(failure.message).toContain(message);
    expect(readTickets(world, 'mail')).toEqual([]);
  });

  it('that asks to try again later has sent nothing', async () => {
    const { smtp, order } = await aMailWorld();
    await order('faults', { kind: 'busy', retryAfterSeconds: 60, on: { endpoint: 'mail' } });
    expect(await failureOf(desk(smtp).create(aDraft()))).toMatchObject({ problem: 'busy', sent: false });
  });

  it.each([
    ['breaks the connection', 'reset'],
    ['says nothing more', 'timeout'],
  ])('that %s once it has the text leaves it open whether the mail went out', async (_what, kind) => {
    const { smtp, world, order } = await aMailWorld();
    await order('faults', { kind, when: 'after', on: { endpoint: 'mail' } });
    const failure = await failureOf(desk(smtp).create(aDraft()));
    expect(failure.sent).toBe(true);
    expect(failure.message).toContain('its answer never came');
    expect(readTickets(world, 'mail')).toHaveLength(1);
  });

  it('that nobody reaches has sent nothing', async () => {
    const silent = await tcpServer(() => undefined);
    const urls = [
      `smtp://127.0.0.1:${await closedPort()}`,
      'smtp://nowhere.invalid:25',
      `smtp://127.0.0.1:${silent.port}`,
    ];
    const failures = await Promise.all(urls.map((url) => failureOf(desk(url, { timeoutMs: 500 }).create(aDraft()))));
    expect(failures.map(({ sent }) => sent)).toEqual([false, false, false]);
    expect(failures[0]?.message).toContain('cannot be reached');
    expect(failures[1]?.message).toContain('no mail server named nowhere.invalid:25');
    expect(failures[2]?.message).toContain('did not answer in time');
  });
});
