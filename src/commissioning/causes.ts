/**
 * What can make a job fail, as far as it matters for a decision. `ambiguous` is a class of its own:
 * a failure whose cause nobody can tell from the record is not pressed into another.
 */
export const causes = [
  'container',
  'pilot',
  'configuration',
  'site',
  'storage',
  'batch',
  'ambiguous',
  'payload',
  'central',
] as const;
export type Cause = (typeof causes)[number];

/** Causes that a change of pilot, container or queue can bring about; users and central services are not watched. */
export const watchedCauses = [
  'container',
  'pilot',
  'configuration',
  'site',
  'storage',
  'batch',
  'ambiguous',
] as const satisfies readonly Cause[];
export type WatchedCause = (typeof watchedCauses)[number];

/** What is done about a cause: candidates, decided by `judge`. */
export type RemedyKind = 'containers-off' | 'rollback' | 'hold' | 'edit' | 'none';

interface CauseKnowledge {
  /** For a sentence: "failures of …". */
  readonly name: string;
  readonly remedy: RemedyKind;
  readonly advice: string;
}

export const causeKnowledge: Readonly<Record<Cause, CauseKnowledge>> = {
  container: {
    name: 'the container',
    remedy: 'containers-off',
    advice: 'Switch containers off and stay on the new pilot; go back to the old pilot only if the failures remain.',
  },
  pilot: {
    name: 'the pilot',
    remedy: 'rollback',
    advice:
      'Keep the pilot log of one job, report it to the pilot developers, and go back to the old pilot if it repeats.',
  },
  configuration: {
    name: 'the queue configuration',
    remedy: 'edit',
    advice: 'Correct the queue record in the catalogue; neither pilot runs well on a wrong record.',
  },
  site: {
    name: 'the site or its worker nodes',
    remedy: 'hold',
    advice: 'Hold the queue as it is and tell the site, with the jobs and worker nodes concerned.',
  },
  storage: {
    name: 'storage and data transfer',
    remedy: 'hold',
    advice: 'Look whether other queues of the same storage fail alike; if only this one does, tell the site.',
  },
  batch: {
    name: 'the batch system',
    remedy: 'hold',
    advice: 'Ask the site which limit or event ended the jobs: time, memory, preemption, or a node that was drained.',
  },
  ambiguous: {
    name: 'no cause that the record names',
    remedy: 'containers-off',
    advice: 'Read the pilot and payload logs of one job before anything is changed; the record alone does not tell.',
  },
  payload: {
    name: 'the payload',
    remedy: 'none',
    advice: 'Leave the queue alone: the task or its input is at fault, and its owner has to act.',
  },
  central: {
    name: 'central services',
    remedy: 'none',
    advice: 'Leave the queue alone: the server, the brokerage or a central service ended the job.',
  },
};

/** Position of a cause in every array of counts. */
export const causeIndex: Readonly<Record<Cause, number>> = Object.fromEntries(
  causes.map((cause, index) => [cause, index]),
) as Record<Cause, number>;
