import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import RequestOpen from '../../../commands/request/open.js';
import Validate from '../../../commands/validate.js';
import { httpServer, json } from '../../grid/server.js';
import { resultOf, runJson } from '../run-command.js';
import { aRealGrid, aRecord, aSecret, type Raw } from './services.js';

const own: Readonly<Record<string, readonly string[]>> = {
  group: ['DPA'],
  priority: ['less urgent', 'urgent', 'very urgent'],
  area: ['Other', 'File Transfer'],
  vo_support: ['atlas'],
};

/** A Zammad with priorities and fields of its own, which refuses every other value. */
async function aHelpdesk(profile = '') {
  const opened: Raw[] = [];
  const desk = await httpServer((response, seen, count) => {
    const reply = (value: unknown, status?: number): void => {
      json(value, status)(response, seen, count);
    };
    if (seen.method === 'GET') {
      reply([]);
      return;
    }
    const ticket = JSON.parse(seen.body) as Raw;
    const unknown = Object.keys(own).find((name) => name in ticket && !own[name]?.includes(String(ticket[name])));
    if (unknown === undefined) {
      opened.push(ticket);
      reply({ id: opened.length, number: String(1000 + opened.length) }, 201);
      return;
    }
    const error = `No lookup value found for '${unknown}': ${JSON.stringify(ticket[unknown])}`;
    reply({ error, error_human: error }, 422);
  });
  const section = `url: "${desk.url}", token_file: "${aSecret()}", group: DPA${profile}`;
  const grid = await aRealGrid({ records: [aRecord('AGLT2')], profile: `, helpdesk: { ggus: { ${section} } }` });
  return { ...grid, opened };
}

const open = (argv: readonly string[]) => runJson(RequestOpen, 'request-open', ['AGLT2', '--yes', ...argv]);

describe('a helpdesk with priorities and fields of its own', () => {
  it('takes a request as the program comes, which names no priority', async () => {
    const { argv, opened } = await aHelpdesk();
    expect((await open(argv)).status).toBe(0);
    expect(opened[0]).not.toHaveProperty('priority');
  });

  it('takes one with the fields of the profile, and the site in the field that notifies it', async () => {
    const { argv, opened } = await aHelpdesk(
      ', fields: { priority: less urgent, wlcg_sites: "{site}", vo_support: atlas, area: Other }',
    );
    expect((await open(argv)).status).toBe(0);
    expect(opened).toMatchObject([
      { group: 'DPA', priority: 'less urgent', wlcg_sites: 'AGLT2', vo_support: 'atlas', area: 'Other' },
    ]);
  });

  it('refuses another value, and the refusal names the field and what to do', async () => {
    const { argv, opened } = await aHelpdesk(', fields: { priority: 2 normal }');
    const { status, result } = await open(argv);
    expect(status).toBe(4);
    expect(result?.outcomes?.[0]?.message).toContain("No lookup value found for 'priority'");
    expect(result?.outcomes?.[0]?.message).toContain('fields: { priority: … }');
    expect(opened).toEqual([]);
  });

  it('is told by the head of a template, in any attribute', async () => {
    const { argv, opened } = await aHelpdesk();
    const folder = join(dirname(argv[1] ?? ''), 'templates');
    mkdirSync(folder);
    const head = ['ggus.priority: less urgent', 'ggus.wlcg_sites: AGLT2', 'ggus.vo_support: atlas', 'ggus.area: Other'];
    const text = [...head, 'subject: Pilot {{pilotTo}} at {{site}}', '', 'May we?', ''].join('\n');
    writeFileSync(join(folder, 'migration-request.mustache'), text);
    expect((await runJson(Validate, 'validate', argv)).status).toBe(0);
    expect((await open(argv)).status).toBe(0);
    expect(opened).toMatchObject([
      { priority: 'less urgent', wlcg_sites: 'AGLT2', vo_support: 'atlas', area: 'Other' },
    ]);
    expect((await resultOf(Validate, 'validate', argv)).findings).toEqual([]);
  });
});
