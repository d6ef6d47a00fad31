import type { Cause } from '../causes.js';
import type { ContainerRelation } from './code-row.js';

/** A form of words in an error text that gives its cause away. */
export interface TextPattern {
  /** Short name, shown as evidence. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly cause: Cause;
  readonly container: ContainerRelation;
}

const containerTool = '(?:singularity|apptainer)';

/**
 * In order of precedence: the first that matches decides. Container faults come first, because what
 * follows a container that did not start (no output, no metadata, a failed set-up) is only its trace.
 */
const textPatterns: readonly TextPattern[] = [
  pattern(
    'no user namespace',
    'container',
    'yes',
    'newuser namespace|user namespace[^.]{0,40}(?:fail|disabled|not (?:enabled|permitted|allowed))|(?:fail|unable|could not)[^.]{0,40}user namespace',
  ),
  pattern(
    'bind point not mounted',
    'container',
    'yes',
    'not mounting requested bind point|bind path .{0,200}(?:fail|not exist)|failed to (?:bind|resolve) .{0,200}(?:mount|bind)',
  ),
  pattern(
    'no loop device',
    'container',
    'yes',
    'no more available loop devices|failed to (?:attach|find)[^.]{0,40}loop device',
  ),
  pattern(
    'image not mounted',
    'container',
    'yes',
    'fail\\w* to mount (?:the )?(?:image|squashfs|overlay|container)|image [^ ]+ (?:not found|does not exist)|could not open image|unpacked container',
  ),
  pattern(
    'container tool not installed',
    'container',
    'yes',
    `${containerTool}[^.]{0,60}(?:not installed|not found|no such file)`,
  ),
  pattern(
    'container tool failed',
    'container',
    'yes',
    `${containerTool}[^\\n]{0,200}(?:fatal|abort|fail|error|not permitted|unavailable)|(?:fatal|abort|fail\\w*|error)[^\\n]{0,80}${containerTool}|fail\\w* to (?:start|create|enter) (?:the )?container|container creation failed|(?:fail\\w*|error)[^\\n]{0,40}mounting image`,
  ),
  pattern('queue has no containers', 'configuration', 'yes', 'not set up for containers|container_type'),
  pattern(
    'bad queue setting',
    'configuration',
    'no',
    'bad queue configuration|unknown copy ?tool|no (?:activity related )?storage (?:defined|associated)|no protocol (?:defined )?for|queue ?data .{0,40}(?:not valid|invalid)',
  ),
  pattern(
    'middleware import',
    'configuration',
    'maybe',
    'fail\\w* to import .{0,40}(?:middleware|rucio|gfal)|no module named .{0,6}(?:rucio|gfal)',
  ),
  pattern(
    'memory monitor',
    'pilot',
    'maybe',
    '(?:memory ?monitor|prmon)[^\\n]{0,80}(?:bad|corrupt|broken|invalid|fail|empty|json)',
  ),
  pattern(
    'pilot exception',
    'pilot',
    'no',
    'exception caught (?:by|in) (?:the )?pilot|internal pilot problem|object has no attribute|nonetype|keyerror|valueerror|typeerror|index out of range|pilot/(?:control|util|api|user|copytool)/\\w+\\.py',
  ),
  pattern(
    'CVMFS',
    'site',
    'maybe',
    'cvmfs[^\\n]{0,120}(?:transport endpoint|not responding|input/output error|no such file|stale)|(?:transport endpoint|input/output error)[^\\n]{0,120}cvmfs',
  ),
  pattern(
    'release set-up',
    'ambiguous',
    'maybe',
    '(?:atlassetup|asetup|lsetup|release|cmtconfig|platform)[^\\n]{0,80}(?:fatal|fail|not (?:found|available|supported)|no such|incompatible)',
  ),
  pattern(
    'storage refused the credential',
    'storage',
    'no',
    '(?:rucio|xrdcp|gfal|srm|stage-?(?:in|out)|davs?://|root://|gsiftp://)[^\\n]{0,200}(?:authenticat|permission denied|certificate|not authorized)',
  ),
  pattern('checksum', 'storage', 'no', '(?:checksum|adler32|md5(?:sum)?) mismatch|mismatch .{0,30}checksum'),
  pattern(
    'storage',
    'storage',
    'no',
    '(?:rucio|xrdcp|gfal|srm|stage-?(?:in|out)|replica|davs?://|root://|gsiftp://|storage element)[^\\n]{0,200}(?:time.?out|timed out|refused|fail|error|unable|not found|no such file|unavailable|missing)|(?:fail\\w*|unable|error|timeout)[^\\n]{0,60}(?:stage-?(?:in|out)|replica|storage element)',
  ),
  pattern('scratch disk full', 'site', 'no', 'no space left on device|disk quota exceeded|not enough (?:local )?space'),
  pattern(
    'node out of resources',
    'site',
    'no',
    'resource temporarily unavailable|cannot allocate memory|too many open files|network is unreachable|temporary failure in name resolution|no route to host|read-only file system',
  ),
  pattern('proxy', 'site', 'no', '(?:grid|voms) proxy .{0,40}(?:not valid|expired|missing)|certificate has expired'),
  pattern('heartbeat lost', 'batch', 'no', 'lost heartbeat|no heartbeat|heartbeat .{0,20}(?:lost|missing)'),
  pattern(
    'batch limit',
    'batch',
    'no',
    'killed by (?:the )?batch|sigterm|sigxcpu|preempt|wall ?(?:clock ?)?time (?:limit|exceeded)|time limit',
  ),
  pattern(
    'killed by its owner or the server',
    'central',
    'no',
    'killed by (?:user|panda|prod\\w*|server|owner)|aborted by (?:user|server)',
  ),
  pattern(
    'payload crashed',
    'payload',
    'no',
    'segmentation (?:fault|violation)|athena crash|sigsegv|bad_alloc|core dump|out of memory',
  ),
  pattern(
    'payload error',
    'payload',
    'no',
    'non-?zero return code from|job ?options?[^\\n]{0,60}(?:error|not found)|unrecognized (?:transform )?arguments|syntaxerror|transform not found|usercode|user code',
  ),
];

/** The first pattern that a text matches; undefined where the text gives nothing away. */
export function findPattern(text: string): TextPattern | undefined {
  return textPatterns.find(({ pattern: expression }) => expression.test(text));
}

function pattern(name: string, cause: Cause, container: ContainerRelation, source: string): TextPattern {
  return { name, cause, container, pattern: new RegExp(source, 'i') };
}
