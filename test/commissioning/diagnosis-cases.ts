import type { Cause } from '../../src/commissioning/causes.js';
import { newPilot, oldPilot, type RawJob } from './builders.js';

/** What a record says, and what it means. */
export interface DiagnosisCase {
  readonly name: string;
  readonly record: RawJob;
  readonly cause: Cause;
  /** Left out where it is of no interest. */
  readonly code?: number;
  readonly perhapsContainer?: boolean;
}

export const diagnosisCases: readonly DiagnosisCase[] = [
  // Container faults by code.
  {
    name: 'no user namespace',
    record: { piloterrorcode: 1340 },
    cause: 'container',
    code: 1340,
    perhapsContainer: true,
  },
  { name: 'general container failure', record: { piloterrorcode: 1306 }, cause: 'container', code: 1306 },
  { name: 'no loop devices', record: { piloterrorcode: 1307 }, cause: 'container', code: 1307 },
  { name: 'bind point', record: { piloterrorcode: 1308 }, cause: 'container', code: 1308 },
  { name: 'image not mounted', record: { piloterrorcode: 1309 }, cause: 'container', code: 1309 },
  { name: 'no Singularity on the node', record: { piloterrorcode: 1325 }, cause: 'container', code: 1325 },
  { name: 'user namespace not created', record: { piloterrorcode: 1345 }, cause: 'container', code: 1345 },
  {
    name: 'no Apptainer on the node, Pilot 3',
    record: { piloterrorcode: 1372, pilotversion: '3.6.1.2' },
    cause: 'container',
    code: 1372,
  },
  { name: 'a code as text', record: { piloterrorcode: '1340' }, cause: 'container', code: 1340 },
  {
    name: 'a code that a later pilot brought, from the pilot of 2019',
    record: { piloterrorcode: 1360 },
    cause: 'container',
    code: 1360,
  },

  // Container faults that wear another coat.
  {
    name: 'catch-all code, namespace in its text',
    record: {
      piloterrorcode: 1305,
      piloterrordiag:
        'Failed to execute payload:ERROR  : Failed invoking the NEWUSER namespace runtime: Invalid argument',
      transexitcode: '255',
    },
    cause: 'container',
    code: 1305,
  },
  {
    name: 'no pilot code, namespace in the text of the payload',
    record: {
      exeerrorcode: 255,
      exeerrordiag: 'ERROR  : Failed invoking the NEWUSER namespace runtime: Invalid argument',
      transexitcode: '255',
    },
    cause: 'container',
    code: 255,
  },
  {
    name: 'catch-all code, creation failed',
    record: {
      piloterrorcode: 1305,
      piloterrordiag: 'Failed to execute payload:FATAL:   container creation failed: mount /cvmfs->/cvmfs error',
      transexitcode: '255',
    },
    cause: 'container',
  },
  {
    name: 'plain catch-all, the payload names Singularity',
    record: {
      piloterrorcode: 1305,
      piloterrordiag: 'Failed to execute payload',
      exeerrorcode: 255,
      exeerrordiag: 'singularity: FATAL: container creation failed',
      transexitcode: '255',
    },
    cause: 'container',
  },
  {
    name: 'exit code of a wrong call, the payload names the image',
    record: { exeerrorcode: 64, exeerrordiag: 'singularity: command failed while mounting image', transexitcode: '64' },
    cause: 'container',
  },
  {
    name: 'missing output is the trace of a container that did not start',
    record: {
      piloterrorcode: 1165,
      piloterrordiag: 'Local output file is missing',
      exeerrordiag: 'FATAL: Not mounting requested bind point /data: No such file',
    },
    cause: 'container',
  },
  {
    name: 'missing job report, no loop device',
    record: {
      piloterrorcode: 1187,
      exeerrordiag: 'No more available loop devices, try increasing max loop devices in singularity.conf',
    },
    cause: 'container',
  },
  {
    name: 'first code general, a later one in the list is the container',
    record: { piloterrorcode: 1305, piloterrordiag: 'errors: [1305, 1345]' },
    cause: 'container',
    code: 1345,
  },
  {
    name: 'first code a site fault, a later one names the container',
    record: { piloterrorcode: 1344, piloterrordiag: '1344:Resource temporarily unavailable; 1348:resource' },
    cause: 'container',
    code: 1348,
  },
  {
    name: 'command not found: singularity',
    record: { piloterrorcode: 1305, piloterrordiag: 'singularity: command not found', transexitcode: 127 },
    cause: 'container',
  },
  {
    name: 'stage-in code, container in the text',
    record: { piloterrorcode: 1099, piloterrordiag: 'apptainer exec failed: Failed to create user namespace' },
    cause: 'container',
  },

  // Ambiguous stays ambiguous.
  {
    name: 'catch-all alone',
    record: { piloterrorcode: 1305, piloterrordiag: 'Failed to execute payload' },
    cause: 'ambiguous',
    code: 1305,
    perhapsContainer: true,
  },
  {
    name: 'catch-all, exit code 1',
    record: { piloterrorcode: 1305, piloterrordiag: 'Failed to execute payload', transexitcode: '1' },
    cause: 'ambiguous',
    code: 1305,
    perhapsContainer: true,
  },
  {
    name: 'catch-all, exit code 255',
    record: { piloterrorcode: 1305, transexitcode: 255 },
    cause: 'ambiguous',
    perhapsContainer: true,
  },
  {
    name: 'no code at all but an exit code',
    record: { exeerrorcode: 255, transexitcode: '255' },
    cause: 'ambiguous',
    code: 255,
    perhapsContainer: true,
  },
  {
    name: 'an exit code that means nothing',
    record: { transexitcode: '40' },
    cause: 'ambiguous',
    code: 40,
    perhapsContainer: true,
  },
  { name: 'nothing at all', record: {}, cause: 'ambiguous', code: 0, perhapsContainer: true },
  { name: 'unknown code', record: { piloterrorcode: 1999 }, cause: 'ambiguous', code: 1999, perhapsContainer: true },
  { name: 'unreadable code', record: { piloterrorcode: 'oops' }, cause: 'ambiguous', code: -1 },
  { name: 'general error', record: { piloterrorcode: 1008 }, cause: 'ambiguous', perhapsContainer: false },
  { name: 'set-up failure', record: { piloterrorcode: 1110 }, cause: 'ambiguous', perhapsContainer: true },
  {
    name: 'fatal set-up, platform missing',
    record: { piloterrorcode: 1334, piloterrordiag: 'AtlasSetup failed: platform x86_64-slc6-gcc49-opt not available' },
    cause: 'ambiguous',
    perhapsContainer: true,
  },
  {
    name: 'job report missing: payload or container',
    record: { piloterrorcode: 1187 },
    cause: 'ambiguous',
    code: 1187,
    perhapsContainer: true,
  },
  {
    name: 'memory limit: payload or a monitor that cannot see',
    record: { piloterrorcode: 1235, piloterrordiag: 'Payload exceeded maximum allowed memory' },
    cause: 'ambiguous',
    perhapsContainer: true,
  },
  { name: 'looping job', record: { piloterrorcode: 1150 }, cause: 'ambiguous', perhapsContainer: true },
  { name: 'log file', record: { piloterrorcode: 1320 }, cause: 'ambiguous' },

  // The pilot.
  {
    name: 'memory monitor: pilot, perhaps container',
    record: { piloterrorcode: 1337, piloterrordiag: 'Memory monitor produced bad output' },
    cause: 'pilot',
    code: 1337,
    perhapsContainer: true,
  },
  {
    name: 'looping, and the text names the memory monitor',
    record: {
      piloterrorcode: 1150,
      piloterrordiag: 'Looping job killed by pilot: memory monitor output empty, no files touched',
    },
    cause: 'pilot',
    perhapsContainer: true,
  },
  {
    name: 'unknown exception',
    record: {
      piloterrorcode: 1301,
      piloterrordiag: "An unknown pilot exception has occurred: 'NoneType' object has no attribute 'split'",
    },
    cause: 'pilot',
    code: 1301,
    perhapsContainer: false,
  },
  {
    name: 'unknown exception that says no more',
    record: { piloterrorcode: 1301, piloterrordiag: 'An unknown pilot exception has occurred' },
    cause: 'pilot',
    code: 1301,
    perhapsContainer: true,
  },
  {
    name: 'internal problem of the pilot',
    record: { piloterrorcode: 1319, piloterrordiag: 'An internal Pilot problem has occurred (consult Pilot log)' },
    cause: 'pilot',
    code: 1319,
    perhapsContainer: false,
  },
  { name: 'not implemented', record: { piloterrorcode: 1300 }, cause: 'pilot', perhapsContainer: false },
  {
    name: 'general error, traceback of the pilot',
    record: { piloterrorcode: 1008, piloterrordiag: 'Traceback: pilot/control/payload.py line 12' },
    cause: 'pilot',
  },

  // The queue record.
  {
    name: 'bad queue configuration',
    record: { piloterrorcode: 1341 },
    cause: 'configuration',
    code: 1341,
    perhapsContainer: true,
  },
  { name: 'middleware import', record: { piloterrorcode: 1342 }, cause: 'configuration', code: 1342 },
  { name: 'unknown copy tool', record: { piloterrorcode: 1323 }, cause: 'configuration', code: 1323 },
  {
    name: 'containers off where they are needed',
    record: { piloterrorcode: 1384, piloterrordiag: 'Queue is not set up for containers', pilotversion: '3.2.1' },
    cause: 'configuration',
    code: 1384,
  },
  {
    name: 'no storage for the activity, by text',
    record: { piloterrorcode: 1008, piloterrordiag: 'no activity related storage defined' },
    cause: 'configuration',
  },

  // The site.
  { name: 'scratch disk', record: { piloterrorcode: 1098 }, cause: 'site', code: 1098 },
  {
    name: 'disk full while the payload writes',
    record: { exeerrorcode: 8, exeerrordiag: 'write error: No space left on device', transexitcode: '8' },
    cause: 'site',
  },
  {
    name: 'set-up failure, CVMFS gone',
    record: {
      piloterrorcode: 1110,
      piloterrordiag: 'Failed during payload setup: /cvmfs/atlas.cern.ch: Transport endpoint is not connected',
    },
    cause: 'site',
    perhapsContainer: true,
  },
  { name: 'software directory', record: { piloterrorcode: 1186 }, cause: 'site', perhapsContainer: true },
  { name: 'proxy', record: { piloterrorcode: 1163 }, cause: 'site', perhapsContainer: false },
  { name: 'database release', record: { piloterrorcode: 1339 }, cause: 'site' },

  // Storage.
  {
    name: 'stage-in',
    record: {
      piloterrorcode: 1099,
      piloterrordiag: 'Failed to stage-in file: [gfalErrno 110] Connection timed out',
      ddmerrorcode: 200,
    },
    cause: 'storage',
    code: 1099,
  },
  {
    name: 'recoverable stage-in of an analysis job',
    record: { piloterrorcode: -1099, piloterrordiag: 'Failed to stage-in file' },
    cause: 'storage',
    code: -1099,
  },
  { name: 'stage-in credential', record: { piloterrorcode: 1338 }, cause: 'storage', code: 1338 },
  {
    name: 'remote storage full',
    record: { piloterrorcode: 1333, piloterrordiag: 'No space left on device' },
    cause: 'storage',
    code: 1333,
  },
  { name: 'only data management complains', record: { ddmerrorcode: 100 }, cause: 'storage', code: 100 },
  {
    name: 'catch-all, checksum in the text',
    record: { piloterrorcode: 1008, piloterrordiag: 'adler32 mismatch on input' },
    cause: 'storage',
  },

  // Batch system.
  { name: 'SIGTERM', record: { piloterrorcode: 1201 }, cause: 'batch', code: 1201 },
  {
    name: 'lost heartbeat',
    record: { jobdispatchererrorcode: 100, jobdispatchererrordiag: 'lost heartbeat' },
    cause: 'batch',
    code: 100,
  },
  { name: 'worker lost', record: { superrorcode: 1201 }, cause: 'batch' },
  {
    name: 'catch-all, killed for its memory',
    record: { piloterrorcode: 1305, transexitcode: 137 },
    cause: 'batch',
    code: 1305,
  },

  // The payload and its owner.
  {
    name: 'catch-all, Athena failed',
    record: {
      piloterrorcode: 1305,
      piloterrordiag: 'Failed to execute payload',
      exeerrorcode: 65,
      exeerrordiag: 'Non-zero return code from athena (65)',
      transexitcode: '65',
    },
    cause: 'payload',
  },
  {
    name: 'catch-all, crash by exit code alone',
    record: { piloterrorcode: 1305, transexitcode: 139 },
    cause: 'payload',
  },
  {
    name: 'no pilot code, crash in words',
    record: { exeerrorcode: 40, exeerrordiag: 'Athena crash - consult log file', transexitcode: '40' },
    cause: 'payload',
    perhapsContainer: false,
  },
  { name: 'missing output alone', record: { piloterrorcode: 1165 }, cause: 'payload', code: 1165 },
  {
    name: 'missing output after a crash: the crash',
    record: { piloterrorcode: 1165, transexitcode: 139 },
    cause: 'payload',
    code: 1165,
  },
  {
    name: 'missing output after a kill: the kill',
    record: { piloterrorcode: 1165, transexitcode: 137 },
    cause: 'batch',
  },

  // Central services.
  { name: 'killed by the server', record: { piloterrorcode: 1144 }, cause: 'central' },
  { name: 'user code expired', record: { piloterrorcode: 1335 }, cause: 'central', code: 1335 },
  { name: 'running elsewhere', record: { piloterrorcode: 1336 }, cause: 'central', code: 1336 },
  { name: 'the server gave up', record: { taskbuffererrorcode: 300 }, cause: 'central', code: 300 },
  {
    name: 'two services: the nearer one',
    record: { taskbuffererrorcode: 100, jobdispatchererrorcode: 100 },
    cause: 'batch',
  },

  // Another pilot, another table.
  {
    name: 'Pilot 1 alone knows 1134',
    record: { piloterrorcode: 1134, pilotversion: oldPilot },
    cause: 'storage',
    code: 1134,
  },
  {
    name: 'Pilot 2 knows no 1134',
    record: { piloterrorcode: 1134, pilotversion: newPilot },
    cause: 'ambiguous',
    code: 1134,
  },
  {
    name: 'Pilot 1 knows no 1340',
    record: { piloterrorcode: 1340, pilotversion: oldPilot },
    cause: 'ambiguous',
    code: 1340,
  },
  { name: 'Pilot 1: the job vanished', record: { piloterrorcode: 1176, pilotversion: 'SULU 58h' }, cause: 'batch' },
  { name: 'no version: read as a new pilot', record: { piloterrorcode: 1340, pilotversion: null }, cause: 'container' },
  // What services say without a code.
  {
    name: 'killed for its wall time, said by a service without a code',
    record: { piloterrorcode: 0, piloterrordiag: '', taskbuffererrordiag: 'The job was killed: walltime exceeded' },
    cause: 'batch',
    perhapsContainer: false,
  },
];
