import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ggusHelpdesk } from '../../src/grid/helpdesk/ggus/ggus.js';
import { jiraHelpdesk } from '../../src/grid/helpdesk/jira/jira.js';
import type { FoundRequest, Helpdesk } from '../../src/grid/ports.js';
import { aService } from '../grid/builders.js';
import { aDraft } from '../grid/helpdesk/desks.js';
import { altered, anyText, anyValue, expectHarmless, knownFailure, share } from './cases.js';

const marker = '[pilot2/OSCER/migration#1]';
const times = { created_at: '2019-08-05T08:00:00.000Z', updated_at: '2019-08-06T08:00:00.000Z' };
const ticket = { id: 71, number: '684071', title: `${marker} Pilot 2 at OSCER`, state: 'solved', ...times };
const merged = { ...ticket, id: 72, number: '684072', state: 'merged' };
const links = { links: [{ link_type: 'parent', link_object: 'Ticket', link_object_value: 71 }] };
const article = { id: 1, ticket_id: 71, subject: marker, body: 'may we?', created_at: times.created_at };

const issue = {
  key: 'ADC-17',
  fields: {
    summary: `${marker} Pilot 2 at OSCER`,
    status: { name: 'Closed', statusCategory: { key: 'done' } },
    resolution: { name: 'Fixed' },
    resolutiondate: '2019-08-06T08:00:00.000+0000',
    created: '2019-08-05T08:00:00.000+0000',
    updated: '2019-08-06T08:00:00.000+0000',
    labels: ['migrate-pilot2'],
  },
};
const search = { issues: [issue], total: 1 };
const comments = { comments: [{ body: `${marker} again`, created: '2019-08-05T08:00:00.000+0000' }] };

const service = { url: 'https://desk.example', token: () => 'very secret', indexLagMs: 0, timeoutMs: 1_000 };

/** An answer of any kind to what these helpdesks are asked; the same one for ever after the last. */
const answers = fc.array(
  fc.record({
    status: fc.constantFrom(200, 200, 200, 200, 201, 400, 401, 403, 404, 410, 422, 429, 500, 302),
    body: fc.oneof(
      fc
        .oneof(
          ...[[ticket], [merged], ticket, links, [article], search, issue, comments, { key: 'ADC-17' }].map(altered),
          fc.constantFrom<unknown>([ticket], [merged], ticket, links, [article], search, issue, comments),
          altered({ error: 'denied: very secret', error_human: 'No lookup value found for \'group\': "x"' }),
          altered({ errorMessages: ['very secret'], errors: { project: 'is required' } }),
          anyValue,
        )
        .map((value) => JSON.stringify(value)),
      anyText,
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

type Answer = typeof answers extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

/** More questions than any sensible helpdesk needs for a handful of tickets. */
const endless = 12_000;

async function asked(answered: readonly Answer[], open: (http: ReturnType<typeof aService>['http']) => Helpdesk) {
  const use = async (work: (desk: Helpdesk) => Promise<unknown>): Promise<void> => {
    let count = 0;
    const { http } = aService(() => {
      if (++count > endless) throw new Error('asked without end');
      return answered[Math.min(count, answered.length) - 1] ?? {};
    });
    const failure = await knownFailure(() => work(open(http)));
    expect(failure?.message ?? '').not.toContain('very secret');
  };
  const found = (requests: readonly FoundRequest[]): void => {
    for (const { ref, sinceMs } of requests) {
      expect(Number.isFinite(sinceMs)).toBe(true);
      expect(ref).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expectHarmless(ref);
    }
  };
  await use(async (desk) => {
    found(await desk.find('pilot2', 'search'));
  });
  await use(async (desk) => {
    found(await desk.find('pilot2', 'plainly'));
  });
  await use(async (desk) => {
    found((await desk.findIn?.('ADC-17')) ?? []);
  });
  await use(async (desk) => {
    expectHarmless(await desk.create(aDraft()));
  });
  await use((desk) => desk.comment('GGUS-684071 (71)', aDraft()));
}

it('understands any answer of a GGUS helpdesk, or says that it does not', async () => {
  await fc.assert(
    fc.asyncProperty(answers, (answered) =>
      asked(answered, (http) => ggusHelpdesk({ ...service, http, group: 'ADC' })),
    ),
    share(5),
  );
});

it('understands any answer of a JIRA, or says that it does not', async () => {
  await fc.assert(
    fc.asyncProperty(answers, fc.constantFrom<2 | 3>(2, 3), (answered, api) =>
      asked(answered, (http) => jiraHelpdesk({ ...service, http, project: 'ADC', api })),
    ),
    share(5),
  );
});
