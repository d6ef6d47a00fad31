/** How a failed job looks to the monitor; what is left out is 0 or empty. */
export interface Failure {
  readonly pilot?: number;
  readonly pilotDiag?: string;
  readonly exe?: number;
  readonly exeDiag?: string;
  /** PanDA keeps this one as text. */
  readonly trans?: string;
  readonly ddm?: number;
  readonly dispatcher?: number;
  /** Minutes until it fails; null: at its end. */
  readonly minutes: number | null;
  /** It does no more from any moment of its run on, and is failed so many hours later: by the server, which hears nothing of it, or by its pilot. */
  readonly silentHours?: number;
}

/** `[weight, failure]`: the first whose summed weight exceeds the number drawn. Weights add up to 1. */
export type Mixture = readonly (readonly [number, Failure])[];

export function drawn(mixture: Mixture, number: number): Failure {
  let sum = 0;
  for (const [weight, failure] of mixture) {
    sum += weight;
    if (number < sum) return failure;
  }
  throw new RangeError(`The weights of a mixture add up to ${sum}, less than ${number}`);
}

/** The limits at which a server fails what it hears nothing of, and a pilot what does nothing. */
const [heartbeatHours, loopingHours] = [6, 12];
/** No job is silent for longer. */
export const longestSilenceHours = loopingHours;

const lostHeartbeat: Failure = { dispatcher: 100, minutes: null, silentHours: heartbeatHours };

/** Jobs that end only when a limit ends them. */
export const silentDeaths: Mixture = [
  [0.7, lostHeartbeat],
  [
    0.3,
    {
      pilot: 1150,
      pilotDiag: 'Looping job killed by pilot: no files touched',
      minutes: null,
      silentHours: loopingHours,
    },
  ],
];

/** What fails at any site on any day, with either pilot. */
export const everyday: Mixture = [
  [
    0.3,
    {
      pilot: 1305,
      pilotDiag: 'Failed to execute payload',
      exe: 65,
      exeDiag: 'Non-zero return code from athena (65)',
      trans: '65',
      minutes: null,
    },
  ],
  [0.2, { exe: 40, exeDiag: 'Athena crash - consult log file', trans: '40', minutes: null }],
  [0.1, { pilot: 1099, pilotDiag: 'Failed to stage-in file: timed out', ddm: 200, minutes: 12 }],
  [0.03, { pilot: -1099, pilotDiag: 'Failed to stage-in file', minutes: 8 }],
  [0.08, { pilot: 1137, pilotDiag: 'Failed to stage-out file: copy command failed', minutes: null }],
  [0.08, { pilot: 1201, pilotDiag: 'Job killed by signal: SIGTERM', minutes: null }],
  [0.09, lostHeartbeat],
  [0.05, { pilot: 1235, pilotDiag: 'Payload exceeded maximum allowed memory', minutes: null }],
  [0.03, { pilot: 1213, pilotDiag: 'Reached batch system time limit', minutes: null }],
  [0.04, { pilot: 1305, pilotDiag: 'Failed to execute payload', trans: '1', minutes: null }],
];

/** `tool`: Singularity or Apptainer. In 2019 one cause wore several coats: often no pilot code at all, or a lesser one (docs/grid.md#errors). */
export function namespaceFailures(tool: string): Mixture {
  const text = 'Failed invoking the NEWUSER namespace runtime: Invalid argument';
  return [
    [0.65, { pilot: 1340, pilotDiag: `${tool}: ${text}`, minutes: 2 }],
    [0.2, { exe: 255, exeDiag: `ERROR  : ${text}`, trans: '255', minutes: 2 }],
    [0.15, { pilot: 1305, pilotDiag: `Failed to execute payload:ERROR  : ${text}`, trans: '255', minutes: 2 }],
  ];
}

export function setUpFailures(tool: string): Mixture {
  const command = tool.toLowerCase();
  return [
    [
      0.5,
      {
        pilot: 1305,
        pilotDiag: `Failed to execute payload:FATAL:   container creation failed: mount /cvmfs->/cvmfs error`,
        trans: '255',
        minutes: 4,
      },
    ],
    [
      0.3,
      {
        pilot: 1305,
        pilotDiag: 'Failed to execute payload',
        exe: 255,
        exeDiag: `${command}: FATAL: container creation failed`,
        trans: '255',
        minutes: 4,
      },
    ],
    [0.2, { exe: 64, exeDiag: `${command}: command failed while mounting image`, trans: '64', minutes: 4 }],
  ];
}

export const memoryMonitorFailures: Mixture = [
  [0.8, { pilot: 1337, pilotDiag: 'Memory monitor produced bad output', minutes: null }],
  [
    0.2,
    {
      pilot: 1150,
      pilotDiag: 'Looping job killed by pilot: memory monitor in container, no files touched',
      minutes: 130,
    },
  ],
];

export function imageFailures(tool: string): Mixture {
  return [[1, { pilot: 1309, pilotDiag: `${tool}: Failed to mount image: no such file or directory`, minutes: 2 }]];
}

export const pilotFailures: Mixture = [
  [
    0.6,
    {
      pilot: 1301,
      pilotDiag: "An unknown pilot exception has occurred: 'NoneType' object has no attribute 'split'",
      minutes: null,
    },
  ],
  [0.4, { pilot: 1319, pilotDiag: 'An internal Pilot problem has occurred (consult Pilot log)', minutes: null }],
];

export const queueDataFailures: Mixture = [
  [1, { pilot: 1341, pilotDiag: 'Bad queue configuration detected', minutes: 1 }],
];

export const copyToolFailures: Mixture = [
  [1, { pilot: 1099, pilotDiag: 'Failed to stage-in file: copy tool ended with 127', ddm: 200, minutes: 3 }],
];

export const stageInFailures: Mixture = [
  [
    0.7,
    { pilot: 1099, pilotDiag: 'Failed to stage-in file: [gfalErrno 110] Connection timed out', ddm: 200, minutes: 35 },
  ],
  [0.3, { pilot: 1151, pilotDiag: 'File transfer timed out during stage-in', ddm: 200, minutes: 60 }],
];

export const scratchDiskFailures: Mixture = [
  [0.6, { pilot: 1098, pilotDiag: 'Not enough local space', minutes: 3 }],
  [0.4, { exe: 8, exeDiag: 'write error: No space left on device', trans: '8', minutes: 20 }],
];

export const brokenTaskFailures: Mixture = [
  [
    1,
    {
      pilot: 1305,
      pilotDiag: 'Failed to execute payload',
      exe: 139,
      exeDiag: 'Segmentation violation in user code',
      trans: '139',
      minutes: 6,
    },
  ],
];

export const workerNodeFailures: Mixture = [
  [
    0.6,
    {
      pilot: 1110,
      pilotDiag: 'Failed during payload setup: /cvmfs/atlas.cern.ch: Transport endpoint is not connected',
      minutes: 2,
    },
  ],
  [0.4, { pilot: 1186, pilotDiag: 'Software directory does not exist', minutes: 2 }],
];
