import type { Cause } from '../causes.js';

/** Components beside pilot and payload that put an error code of their own into a job record. */
export type Component = 'ddm' | 'supervisor' | 'taskbuffer' | 'brokerage' | 'dispatcher';

interface ComponentFault {
  readonly cause: Cause;
  readonly meaning: string;
}

/** In the order in which they are asked: the nearest to the job first. */
export const componentFaults: Readonly<Record<Component, ComponentFault>> = {
  dispatcher: { cause: 'batch', meaning: 'the server lost contact with the job: node or pilot went away' },
  supervisor: { cause: 'batch', meaning: 'the worker that should run the job was lost or never started' },
  ddm: { cause: 'storage', meaning: 'output could not be handed to data management' },
  taskbuffer: { cause: 'central', meaning: 'the server ended the job: expired, retried or cancelled' },
  brokerage: { cause: 'central', meaning: 'the brokerage found no place for the job' },
};

export const components = Object.keys(componentFaults) as Component[];
