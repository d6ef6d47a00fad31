import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from '../../../src/inventory/os-table/csv.js';
import { htmlTables } from '../../../src/inventory/os-table/html.js';
import { readOsTable, type OsRow } from '../../../src/inventory/os-table/read-os-table.js';
import { UserError } from '../../../src/model/user-error.js';
import { anyText, mutatedBytes } from '../../fuzz/cases.js';

/** As a wiki writes it: a cloud over several rows, links, notes, tables for looks. */
const page = `<!DOCTYPE html><html><head><title>CentOS7 Deployment</title><style>td { color: red }</style></head><body>
<table><tr><td>Menu</td></tr></table>
<table class="foswikiTable" border="1">
 <thead><tr><th>Cloud</th><th>Site</th><th><a href="?sort">CentOS7 status</a></th><th>Date</th><th>Comment</th></tr></thead>
 <tbody>
 <tr><td rowspan="2">US</td><td> <a href="x">OU_OSCER_ATLAS</a> </td><td>Done</td><td>30 July 2019</td><td>all nodes</td></tr>
 <tr><td>AGLT2</td><td>in progress</td><td></td><td>SL6 &amp; CentOS7<br/>behind one CE</td></tr>
 <tr><td>UK<td>UKI-LT2-RHUL, UKI-LT2-QMUL<td>SL6<td>2019-08-01
 <tr><td colspan="2">BNL</td><td>done, except 10 nodes</td></tr>
 <tr><td>DE</td><td>GoeGrid</td><td></td></tr>
 </tbody></table></body></html>`;

function told({ name, said, on }: OsRow): string {
  return [name, said.is, 'os' in said ? said.os : null, on].filter((part) => part != null).join(' ');
}

async function rowsOf(text: string, os: string | null = null): Promise<readonly string[]> {
  return (await readOsTable(text, { file: 'table', os })).rows.map(told);
}

describe('a table of operating systems', () => {
  it('is read from the page of a wiki', async () => {
    expect(await rowsOf(page)).toEqual([
      'OU_OSCER_ATLAS os centos7 2019-07-30',
      'AGLT2 not yet centos7',
      'UKI-LT2-RHUL os slc6 2019-08-01',
      'UKI-LT2-QMUL os slc6 2019-08-01',
      'BNL unclear',
    ]);
  });

  it.each([
    ['commas', 'Site,Status,Since\nOSCER,CentOS 7,2019-07-30\n"X, Y",done,\n'],
    ['semicolons and a byte order mark', '\ufeffSite;Status;Since\r\nOSCER;CentOS 7;2019-07-30\r\nX,Y;done;\r\n'],
    ['tabs', 'Site\tStatus\tSince\nOSCER\tCentOS 7\t2019-07-30\nX,Y\tdone'],
  ])('is read from CSV with %s', async (_what, text) => {
    expect(await rowsOf(text, 'centos7')).toEqual(['OSCER os centos7 2019-07-30', 'X os centos7', 'Y os centos7']);
  });

  it('keeps quotes and line breaks within a cell', () => {
    expect(csvRows('a,"say ""yes"", or\nno",c\n\n,,\nlast')).toEqual([['a', 'say "yes", or no', 'c'], ['last']]);
  });

  it('has a cell over several rows and columns in each of them', () => {
    const spans = '<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c</table>';
    expect(htmlTables(spans)).toEqual([
      [
        ['a', 'a', 'b'],
        ['a', 'a', 'c'],
      ],
    ]);
  });

  it.each([
    ['done', 'os centos7'],
    ['100%', 'os centos7'],
    ['Scientific Linux 6', 'os slc6'],
    ['EL9', 'os el9'],
    ['no', 'not yet centos7'],
    ['planned for September', 'not yet centos7'],
    ['not done', 'not yet centos7'],
    ['80 %', 'unclear'],
    ['SL6 and CentOS7', 'unclear'],
    ['done but not the himem nodes', 'unclear'],
    ['see ticket', 'unclear'],
  ])('says "%s": %s', async (words, said) => {
    expect(await rowsOf(`Site,CentOS7\nX,"${words}"`)).toEqual([`X ${said}`]);
  });

  it.each([
    ['2019-02-30', null],
    ['15.8.2019', '2019-08-15'],
    ['15/8/2019', '2019-08-15'],
    ['8/5/2019', null],
    ['1st Aug 2019', '2019-08-01'],
    ['August', null],
  ])('has the day %s as %s', async (cell, day) => {
    const [row] = (await readOsTable(`Site,CentOS7,Date\nX,done,${cell}`, { file: 'x', os: null })).rows;
    expect(row?.on).toBe(day);
  });

  it('that says done of no known system is unclear', async () => {
    expect(await rowsOf('Site,Status\nX,done')).toEqual(['X unclear']);
  });

  it.each([
    ['a page without a table', '<html><body>Sign in</body></html>', 'no table of sites'],
    ['other columns', 'Name,Phone\nx,1\n', 'no table of sites'],
    ['nothing', '', 'no table of sites'],
  ])('is refused where there is %s', async (_what, text, message) => {
    await expect(readOsTable(text, { file: 'x.html', os: null })).rejects.toThrow(message);
  });

  it('whatever comes, is read or refused', async () => {
    const texts = fc.oneof(
      mutatedBytes(Buffer.from(page)).map((bytes) => bytes.toString('utf8')),
      anyText,
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const read = await readOsTable(text, { file: 'x', os: 'centos7' }).catch((error: unknown) => error);
        if (read instanceof Error) expect(read).toBeInstanceOf(UserError);
      }),
      { numRuns: 500, seed: 15 },
    );
  });
});
