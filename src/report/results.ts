/**
 * The shape of every command's `result`: the types are inferred from here, the JSON schemas in
 * `schemas/` are written from here (`npm run schemas`), and tests hold real output against them.
 * Types only at run time: nothing imports the values but tests and scripts.
 */
import * as z from 'zod';

const date = z.iso.date();
const instant = z.iso.datetime();
const fields = z.record(z.string(), z.string());

export const operation = z.strictObject({
  key: z.string(),
  kind: z.enum(['flip', 'rollback', 'containers-off', 'containers-on', 'brokeroff', 'off', 'request']),
  subject: z.string(),
  site: z.string(),
  queue: z.string().nullable(),
  before: fields,
  after: fields,
  because: z.string(),
  claims: z.array(z.strictObject({ pool: z.string(), member: z.string(), amount: z.number(), limit: z.number() })),
  slice: z.string(),
  supersedes: z.exactOptional(z.string()),
  orBefore: z.exactOptional(fields),
});

const outcome = z.strictObject({
  key: z.string(),
  queue: z.exactOptional(z.string()),
  site: z.exactOptional(z.string()),
  kind: operation.shape.kind,
  outcome: z.enum(['done', 'already', 'conflict', 'unconfirmed', 'failed', 'refused', 'held', 'not-run']),
  message: z.string(),
  by: z.exactOptional(z.string()),
  until: z.exactOptional(instant),
});

const campaign = { campaign: z.string(), asOf: instant };
const outcomes = z.exactOptional(z.array(outcome));
const count = z.int().min(0);

const status = z.strictObject({
  ...campaign,
  sites: z.strictObject({
    total: count,
    leaving: count,
    migrated: count,
    partly: count,
    ready: count,
    requested: count,
    accepted: count,
    commissioning: count,
    blocked: count,
    rolledBack: count,
  }),
  containers: z.strictObject({ awaiting: count, on: count, off: count }),
  retirement: z.strictObject({ due: count, scheduled: count, brokeroff: count, drained: count.nullable() }),
});

const request = z.strictObject({
  state: z.enum(['none', 'sent', 'accepted', 'declined', 'unconfirmed']),
  since: z.exactOptional(instant),
  ref: z.exactOptional(z.string()),
});

const next = z.strictObject({
  ...campaign,
  next: z.array(
    z.strictObject({
      site: z.string(),
      stage: z.enum(['leaving', 'rolledBack', 'commissioning', 'migrated', 'partly', 'blocked', 'ready']),
      request,
      date: date.nullable(),
      because: z.string(),
      operations: z.array(operation),
    }),
  ),
  operations: z.array(operation),
  outcomes,
});

const unplanned = z.array(z.strictObject({ site: z.string(), because: z.string() }));

const plan = z.strictObject({
  ...campaign,
  id: z.string(),
  operations: z.array(operation),
  waves: z.array(z.strictObject({ date, sites: z.array(z.string()) })),
  finish: date.nullable(),
  bound: z.strictObject({ date: date.nullable(), because: z.string() }),
  /** From the bound to the finish: no plan of these sites ends more days earlier. */
  gapDays: count,
  unplanned,
  /** What each rule, less strict, would bring; best first. */
  relax: z.array(z.strictObject({ change: z.string(), finish: date.nullable(), daysEarlier: z.int(), moreSites: count })),
  /** Of the sites that have a day; dates are null where they lie more than ten years ahead. */
  forecast: z.exactOptional(
    z.strictObject({
      p50: date.nullable(),
      p85: date.nullable(),
      p95: date.nullable(),
      sites: count,
      samples: count,
      confidence: z.enum(['low', 'usual']),
      because: z.string(),
    }),
  ),
  /** The track of its own; null: the campaign has none. */
  containers: z.strictObject({ awaiting: count, finish: date.nullable(), unplanned }).nullable(),
  /** Present with `--effort`. */
  search: z.exactOptional(z.strictObject({ effort: count, iterations: z.number(), stoppedEarly: z.boolean() })),
  /** Present with `--explain`. */
  explain: z.exactOptional(
    z.strictObject({
      site: z.string(),
      date: date.nullable(),
      because: z.string(),
      notBefore: z.array(z.strictObject({ from: date, to: date, because: z.string() })),
    }),
  ),
  /** Present with `--compare`: before and after the changes. */
  compare: z.exactOptional(
    z.strictObject({
      finish: z.strictObject({ before: date.nullable(), after: date.nullable() }),
      daysEarlier: z.int().nullable(),
      moved: z.array(z.strictObject({ site: z.string(), before: date.nullable(), after: date.nullable() })),
      days: z.array(z.strictObject({ date, before: z.array(z.string()), after: z.array(z.string()) })),
    }),
  ),
  /** Present with `--from`: sites whose day is not the one of the saved plan. */
  moved: z.exactOptional(z.array(z.strictObject({ site: z.string(), from: date.nullable(), to: date.nullable(), because: z.string() }))),
});

const brokeroff = z.strictObject({
  ...campaign,
  date,
  queues: z.array(
    z.strictObject({
      queue: z.string(),
      site: z.string().nullable(),
      on: date.nullable(),
      status: z.string(),
      alone: z.boolean(),
      because: z.string(),
      data: z.exactOptional(z.string()),
      warnings: z.array(z.string()),
    }),
  ),
  outcomes,
});

/** flip, containers, off, apply. */
const acted = z.strictObject({ ...campaign, operations: z.array(operation), outcomes });

const history = z.strictObject({
  events: z.array(
    z.strictObject({
      id: z.int(),
      at: instant,
      actor: z.string(),
      what: z.string(),
      key: z.string().nullable(),
      site: z.string().nullable(),
      queue: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
      hash: z.string(),
    }),
  ),
  /** Present with `--verify`; `brokenAt`: id of the first event that does not follow from the one before. */
  verified: z.exactOptional(z.strictObject({ events: count, brokenAt: z.int().nullable() })),
});

const release = z.strictObject({
  released: z.array(z.strictObject({ key: z.string(), state: z.enum(['intended', 'acting', 'unconfirmed']), holder: z.string(), since: instant })),
});

const validate = z.strictObject({
  file: z.string(),
  campaign: z.string().nullable(),
  sites: count,
  queues: count,
  retirements: count,
  findings: z.array(
    z.strictObject({
      severity: z.enum(['error', 'warning']),
      file: z.string(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      path: z.string(),
      found: z.string(),
      expected: z.string(),
      near: z.string().nullable(),
      message: z.string(),
    }),
  ),
});

/** brokeroff schedule, brokeroff undo. */
const edited = z.strictObject({ file: z.string(), changed: z.array(z.strictObject({ queue: z.string(), before: z.string(), after: z.string() })) });

const requestFact = z.strictObject({
  site: z.string(),
  step: z.string(),
  round: z.int(),
  state: z.enum(['none', 'sent', 'seen', 'accepted', 'declined', 'solved', 'unconfirmed']),
  since: instant,
  ref: z.string().nullable(),
  by: z.string(),
  because: z.string().nullable(),
});

/** request sent, accept, decline. */
const recorded = z.strictObject({ requests: z.array(requestFact) });

/** `due`: what a request asks for now, with its sentence. */
const requestStatus = z.strictObject({
  ...campaign,
  requests: z.array(requestFact.extend({ due: z.enum(['remind', 'decide', 'confirm']).nullable(), sentence: z.string().nullable() })),
});

/** The text as it would go out. */
const requestPreview = z.strictObject({
  channel: z.enum(['mail', 'ggus', 'jira']),
  template: z.string(),
  file: z.string(),
  site: z.string(),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
});

const remedy = z.enum(['containers-off', 'rollback', 'hold', 'edit', 'none']);
const cause = z.enum(['container', 'pilot', 'configuration', 'site', 'storage', 'batch', 'ambiguous']);

/** What a verdict of the test rests on. Rates from 0 to 1; e-values are cut at 1e300. */
const evidence = z.strictObject({
  jobs: count,
  failures: count,
  historyJobs: count,
  rateBefore: z.number(),
  eValue: z.number(),
  eValueGood: z.number(),
  alarm: z.strictObject({ cause, jobs: count, eValue: z.number() }).nullable(),
  causes: z.array(
    z.strictObject({
      cause,
      failures: count,
      rateBefore: z.number(),
      rateAfter: z.number(),
      eValue: z.number(),
      examples: z.array(z.number()),
      because: z.string().nullable(),
    }),
  ),
  versions: z.array(z.string()),
  excuses: z.array(z.string()),
  cpu: z.array(
    z.strictObject({
      work: z.enum(['ordinary', 'event service']),
      measure: z.enum(['CPU seconds per core second', 'CPU seconds per event']),
      before: z.number(),
      after: z.number(),
      ratio: z.number(),
      pValue: z.number(),
      tasks: z.strictObject({ before: count, after: count }),
      isFlagged: z.boolean(),
    }),
  ),
  left: z.record(z.string(), count),
});

const commission = z.strictObject({
  ...campaign,
  verdicts: z.array(
    z.strictObject({
      site: z.string(),
      queue: z.string(),
      verdict: z.enum(['good', 'container fault', 'pilot fault', 'site fault', 'configuration', 'inconclusive', 'not enough jobs']),
      because: z.string(),
      at: instant,
      by: z.string(),
      /** Of the test: false while the watch goes on. */
      isFinal: z.exactOptional(z.boolean()),
      remedy: z.exactOptional(remedy),
      /** What a person has to do. */
      action: z.exactOptional(z.string().nullable()),
      edits: z.exactOptional(z.array(z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable(), sentence: z.string() }))),
      evidence: z.exactOptional(evidence),
    }),
  ),
});

const explain = z.strictObject({
  asked: z.string(),
  by: z.enum(['code', 'constant', 'error text', 'likeness', 'nothing', 'job']),
  cause: z.exactOptional(z.string()),
  codes: z.array(
    z.strictObject({
      code: z.int(),
      constant: z.string(),
      cause: z.string(),
      container: z.enum(['yes', 'maybe', 'no']),
      meaning: z.string(),
      advice: z.string(),
      remedy,
      remedySentence: z.string(),
      isTrace: z.boolean(),
    }),
  ),
  diagnosis: z
    .strictObject({
      job: z.int().nullable(),
      outcome: z.enum(['finished', 'failed']),
      cause: z.string().nullable(),
      code: z.int().nullable(),
      because: z.string(),
      remedy,
      source: z.string().nullable(),
    })
    .nullable(),
});

const completion = z.strictObject({ script: z.string() });

const config = z.strictObject({
  settings: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      source: z.enum(['flag', 'environment', 'sites.yaml', 'user file', 'default']),
      where: z.string(),
    }),
  ),
});

/** rehearsal serve, advance, reset. `file` is null where another process serves the world. */
const rehearsal = z.strictObject({ world: z.string(), file: z.string().nullable(), now: instant, url: z.exactOptional(z.string()), mail: z.exactOptional(z.string()) });

const siteReason = z.strictObject({ site: z.string(), stage: z.string(), because: z.string(), advice: z.array(z.string()) });

/** `writes`: effective writes of every operation. `comparison`: the same play by other policies. */
const play = z.strictObject({
  scenario: z.string(),
  seed: z.int(),
  policy: z.record(z.string(), z.string()),
  days: z.array(z.strictObject({ date, happened: z.array(z.string()) })),
  final: status,
  violations: z.array(z.strictObject({ rule: z.string(), atMs: z.number(), subject: z.string(), sentence: z.string() })),
  writes: z.record(z.string(), count),
  finished: date.nullable(),
  rolledBack: z.array(siteReason),
  blocked: z.array(siteReason),
  held: z.array(z.strictObject({ queue: z.string(), because: z.string() })),
  comparison: z.exactOptional(
    z.array(
      z.strictObject({
        policy: z.record(z.string(), z.string()),
        daysToFinish: count.nullable(),
        finished: date.nullable(),
        rolledBack: z.array(z.string()),
        containersOff: count,
        migrated: count,
        violations: count,
      }),
    ),
  ),
});

/** Every schema by the name in its envelope: `migrate/NAME/1`. */
export const results = {
  status,
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
  release,
  validate,
  'request-preview': requestPreview,
  'request-open': acted,
  'request-remind': acted,
  'request-status': requestStatus,
  'request-sent': recorded,
  'request-accept': recorded,
  'request-decline': recorded,
  commission,
  explain,
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
    schema: z.literal(`migrate/${name}/1`),
    status: z.int(),
    result: results[name].nullable(),
    warnings: z.array(z.string()),
    error: z.exactOptional(z.strictObject({ code: z.string(), message: z.string(), advice: z.array(z.string()) })),
  });
}

type Frozen<T> = T extends readonly (infer Item)[] ? readonly Frozen<Item>[] : T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

/** Shape of a result, e.g. `Result<'status'>`. */
export type Result<Name extends keyof typeof results> = Frozen<z.infer<(typeof results)[Name]>>;
