import type { AgisRecord } from './agis-record.js';

/** Names that AGIS still had and CRIC dropped. */
const dropped = new Set([
  'allowdirectaccess', 'allowedgroups', 'allowfax', 'aprotocols', 'availablestorage', 'ceinfo', 'cloudrshare', 'cmd',
  'cmtconfig', 'comment_', 'copyprefix', 'copyprefixin', 'copysetup', 'copysetupin', 'copytool', 'copytoolin', 'ddm',
  'ddmendpoints', 'defaulttoken', 'dn', 'errinfo', 'faxredirector', 'gatekeeper', 'is_analysis', 'is_atlas',
  'is_production', 'jdl', 'jdladd', 'jobmanager', 'lastmod', 'lfchost', 'maxmemory', 'memory', 'minmemory', 'multicloud',
  'nqueue', 'objectstore', 'objectstores', 'pcache', 'priorityoffset', 'proxy', 'queue', 'se', 'sepath', 'sitershare',
  'space', 'tspace', 'use_newmover', 'version',
]);

/** The CRIC shape of a record: fewer fields, null where AGIS has none, a comment always. */
export function cricRecord(record: AgisRecord): AgisRecord {
  const kept = Object.entries(record).filter(([name]) => !dropped.has(name));
  return {
    ...Object.fromEntries(kept),
    container_type: record['container_type'] || null,
    container_options: record['container_options'] || null,
    comment: record['comment'] || 'no active blacklisting rules defined',
    python_version: '3',
    allow_lan: true,
    allow_wan: false,
  };
}
