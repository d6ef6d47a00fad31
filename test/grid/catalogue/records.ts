/** Small records in the three shapes of the catalogue (docs/grid.md#queue-records). */
type Raw = Record<string, unknown>;

/** 2015: flat, strings for numbers, no panda_resource yet. */
export function aFlatRecord(more: Raw = {}): Raw {
  return {
    siteid: 'OX',
    nickname: 'OX-ce1',
    site: 'UKI-OX',
    cloud: 'UK',
    status: 'ONLINE',
    tier_level: '2',
    corecount: '8',
    maxrss: '16000',
    lastmod: '2015-03-02 10:11:12',
    comment_: '',
    ...more,
  };
}

/** AGIS `schedconf.all`: old and new names side by side, container fields missing. */
export function anAgisRecord(more: Raw = {}): Raw {
  return {
    panda_resource: 'OU_OSCER_ATLAS',
    nickname: 'OU_OSCER_ATLAS-condor',
    siteid: 'OU_OSCER_ATLAS',
    name: 'default',
    atlas_site: 'OU_OSCER_ATLAS',
    site: 'OU_OSCER',
    rc_site: 'OU_OSCER',
    cloud: 'US',
    country: 'USA',
    tier: 'T2D',
    tier_level: 2,
    type: 'production',
    capability: 'mcore',
    resource_type: 'GRID',
    state: 'ACTIVE',
    status: 'online',
    comment: '',
    comment_: 'old',
    pilot_version: 'current',
    pilot_manager: 'Harvester',
    catchall: '',
    hc_param: 'AutoExclusion',
    cmtconfig: 'x86_64-slc6-gcc62-opt',
    corecount: 8,
    queues: [
      { ce_endpoint: 'ce1.oscer.example:9619', ce_flavour: 'HTCONDOR-CE' },
      { ce_endpoint: 'gsiftp://CE2.oscer.example:2811', ce_flavour: 'ARC-CE' },
      { ce_endpoint: 'ce1.oscer.example:9619', ce_flavour: 'HTCONDOR-CE' },
    ],
    astorages: { pr: ['OU_DATADISK'], write_lan: ['OU_SCRATCHDISK', 'OU_DATADISK'], es_events: ['CERN-PROD_ES'] },
    last_modified: '2017-02-01T12:35:04.083244',
    lastmod: '2017-02-01T12:35:04.083244',
    ...more,
  };
}

/** CRIC: many fields null. */
export function aCricRecord(more: Raw = {}): Raw {
  return {
    panda_resource: 'CERN',
    nickname: 'CERN',
    atlas_site: 'CERN-PROD',
    cloud: 'CERN',
    country: null,
    tier_level: 0,
    type: 'unified',
    capability: 'ucore',
    resource_type: 'GRID',
    state: 'ACTIVE',
    status: 'brokeroff',
    comment: 'no active blacklisting rules defined',
    pilot_version: 3,
    pilot_manager: 'Harvester',
    container_type: 'singularity:pilot;docker:wrapper',
    container_options: null,
    catchall: null,
    hc_param: false,
    cmtconfig: null,
    last_modified: '2022-05-30T08:00:00.1',
    params: {},
    ...more,
  };
}
