import type { ScenarioQueue } from '../scenario.js';
import { parseTime, naiveMicroseconds } from '../world/times.js';
import type { Standing } from './verdict.js';

/** A queue's record as the catalogue holds it: flat, AGIS names, values of any JSON kind. */
export type AgisRecord = Readonly<Record<string, unknown>>;

/** The AGIS `schedconf.all` shape: old and new names side by side, and much that nobody fills in. */
export function agisRecord(queue: ScenarioQueue, { status, comment }: Pick<Standing, 'status' | 'comment'>): AgisRecord {
  return { ...neverFilledIn, ...agisCoreRecord(queue, { status, comment }), ...doubles(queue) };
}

/** Only the fields that mean something. */
export function agisCoreRecord(queue: ScenarioQueue, { status, comment }: Pick<Standing, 'status' | 'comment'>): AgisRecord {
  const modified = naiveMicroseconds(parseTime(queue.last_modified, `queue ${queue.panda_resource}, last_modified`));
  const memory = 2_000 * (queue.corecount ?? 1);
  return {
    panda_resource: queue.panda_resource,
    nickname: queue.nickname,
    atlas_site: queue.atlas_site,
    rc_site: queue.rc_site,
    cloud: queue.cloud,
    country: queue.country,
    tier: `T${queue.tier_level}${queue.tier_level === 2 ? 'D' : ''}`,
    tier_level: queue.tier_level,
    type: queue.type,
    capability: queue.capability,
    resource_type: queue.resource_type,
    state: queue.state,
    status,
    comment,
    hc_param: queue.hc_param,
    pilot_version: queue.pilot_version,
    pilot_manager: queue.pilot_manager,
    // The container fields came late: many records do not have them.
    ...(queue.container_type === null ? {} : { container_type: queue.container_type }),
    ...(queue.container_options === null ? {} : { container_options: queue.container_options }),
    catchall: queue.catchall,
    cmtconfig: queue.cmtconfig,
    corecount: queue.corecount,
    maxrss: memory,
    maxtime: 345_600,
    maxwdir: 20_000 * (queue.corecount ?? 1),
    last_modified: modified,
    harvester: queue.pilot_manager === 'Harvester' ? 'CERN_central_1' : '',
    queues: [
      {
        ce_endpoint: `ce01.${queue.rc_site.toLowerCase()}.example:9619`,
        ce_flavour: 'HTCONDOR-CE',
        ce_state: 'ACTIVE',
        ce_status: 'Production',
        ce_queue_name: 'atlas',
      },
    ],
    copytools: { rucio: { setup: '' } },
  };
}

function doubles(queue: ScenarioQueue): AgisRecord {
  const memory = 2_000 * (queue.corecount ?? 1);
  const disk = `${queue.rc_site.toUpperCase()}_DATADISK`;
  const scratch = `${queue.rc_site.toUpperCase()}_SCRATCHDISK`;
  return {
    siteid: queue.panda_resource,
    site: queue.rc_site,
    panda_site: queue.atlas_site,
    gstat: queue.rc_site,
    gocname: queue.rc_site,
    rc_country: queue.country,
    description: '',
    memory,
    maxmemory: memory,
    ddm: `${disk},${scratch}`,
    ddmendpoints: [disk, scratch],
    astorages: { read_lan: [disk], pr: [disk], pw: [disk], write_lan: [scratch], es_events: ['CERN-PROD_ES'] },
    acopytools: { pr: ['rucio'], pw: ['rucio'], read_lan: ['rucio'], write_lan: ['rucio'] },
    copytool: 'rucio',
    copytoolin: 'rucio',
    is_analysis: queue.type === 'analysis',
    is_production: queue.type === 'production',
    parent: `${queue.rc_site}_VIRTUAL`,
    lastmod: naiveMicroseconds(parseTime(queue.last_modified, `queue ${queue.panda_resource}, last_modified`)),
  };
}

const neverFilledIn: AgisRecord = {
  accesscontrol: '', allowdirectaccess: false, allowedgroups: null, allowednode: '', allowfax: true, allowjem: false,
  appdir: '/cvmfs/atlas.cern.ch/repo/sw', aprotocols: {}, autosetup_post: '', autosetup_pre: '', availablecpu: null,
  availablestorage: null, cachedse: null, ceinfo: null, cloudrshare: null, cmd: '', comment_: '', copyprefix: '',
  copyprefixin: '', copysetup: '', copysetupin: '', corepower: 10.0, countrygroup: '', defaulttoken: null,
  depthboost: null, direct_access_lan: false, direct_access_wan: true, dn: null, dq2url: '', email: '', environ: '',
  envsetup: '', errinfo: null, fairsharepolicy: '', faxredirector: '', gatekeeper: 'to.be.set', glexec: '',
  globusadd: '', harvester_template: '', hc_suite: ['AFT', 'PFT'], ignore_swreleases: false, is_atlas: true,
  is_cvmfs: true, is_default: false, is_pledged: true, is_virtual: false, jdl: '', jdladd: '', jobmanager: '',
  lfchost: '', localqueue: 'atlas', maxinputsize: 60_000, maxswap: 0, minmemory: 0, minrss: 0, mintime: 0,
  multicloud: '', name: 'default', nodes: 0, nqueue: 0, objectstore: '', objectstores: [], params: {}, pcache: null,
  pilotlimit: null, pledgedcpu: null, priorityoffset: null, proxy: 'noimport', ptest: false, python_path: '',
  queue: '', queuehours: 0, recoverdir: '', region: '', releases: null, retry: false, se: '', sepath: '',
  site_state: 'ACTIVE', sitershare: null, space: 0, special_par: '', stageinretry: 2, stageoutretry: 2,
  state_comment: '', system: '', tags: '', timefloor: 60, tmpdir: '', transferringlimit: null,
  tspace: '2070-01-01T00:00:00', uconfig: {}, use_newmover: 'True', validatedreleases: 'True', version: null,
  vo_name: 'atlas', wansinklimit: null, wansourcelimit: null, wnconnectivity: 'full', wntmpdir: '', workflow: null,
};
