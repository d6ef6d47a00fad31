/**
 * The shape of every command's `result`: the types are inferred from here, the JSON schemas in
 * `schemas/` are written from here (`npm run schemas`), and tests hold real output against them.
 * The program takes only types from here, so that no command loads every schema; the values are for tests.
 */
import * as z from 'zod';
import { commission, explain } from './commissioning.js';
import {
  acted,
  agent,
  approved,
  edited,
  history,
  ledgerExport,
  ledgerMove,
  ledgerVerify,
  paused,
  release,
  resumed,
} from './actions.js';
import { brokeroff, next, plan } from './plans.js';
import { doctor } from './doctor.js';
import { drift, ready } from './drift.js';
import { imported, importedOs, init } from './import.js';
import { notify } from './notify.js';
import { play, rehearsal } from './rehearsal.js';
import { report } from './report.js';
import { accepted, recorded, requestPreview, requestStatus } from './requests.js';
import { statusNow } from './present-status.js';
import { completion, config, validate } from './set-up.js';

/** Every schema by the name in its envelope: `migrate/NAME/2`. */
export const results = {
  status: statusNow,
  report,
  next,
  plan,
  apply: acted,
  flip: acted,
  'containers-on': acted,
  'containers-off': acted,
  off: acted,
  brokeroff,
  'brokeroff-schedule': edited,
  'brokeroff-undo': edited,
  history,
  agent,
  approve: approved,
  pause: paused,
  resume: resumed,
  'ledger-move': ledgerMove,
  'ledger-verify': ledgerVerify,
  'ledger-export': ledgerExport,
  release,
  validate,
  init,
  import: imported,
  'import-os': importedOs,
  drift,
  ready,
  doctor,
  'request-preview': requestPreview,
  'request-open': acted,
  'request-remind': acted,
  'request-status': requestStatus,
  'request-sent': recorded,
  'request-accept': accepted,
  'request-decline': recorded,
  'request-undo': recorded,
  commission,
  explain,
  notify,
  completion,
  config,
  'rehearsal-serve': rehearsal,
  'rehearsal-advance': rehearsal,
  'rehearsal-reset': rehearsal,
  'rehearsal-play': play,
  /** A command line that no command could be made of. */
  error: z.null(),
} as const;

/** The envelope round a result. */
export function envelope(name: keyof typeof results): z.ZodType {
  return z.strictObject({
    schema: z.literal(`migrate/${name}/2`),
    status: z.int(),
    result: results[name].nullable(),
    warnings: z.array(z.string()),
    /** Of a command that wrote into the ledger: hash of its newest event, for `history --verify --expect`. */
    ledgerHead: z.exactOptional(z.string()),
    error: z.exactOptional(z.strictObject({ code: z.string(), message: z.string(), advice: z.array(z.string()) })),
  });
}

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** Shape of a result, e.g. `Result<'status'>`. */
export type Result<Name extends keyof typeof results> = Frozen<z.infer<(typeof results)[Name]>>;
