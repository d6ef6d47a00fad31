import { grouped } from '../../model/grouped.js';
import type { StatusModel } from '../status-model/sources.js';
import { shortened, type Item, type Slide } from './slide.js';

type Retirement = StatusModel['retirements'][number];

const shownQueues = 40;

/** The queues that are to go, by the day on which they do. */
export function lingeringSlides({ retirements }: StatusModel): readonly Slide[] {
  if (retirements.length === 0) return [];
  const byDay = [...grouped(retirements, ({ on }) => on ?? '')].sort(([one], [other]) => one.localeCompare(other));
  const items = byDay.map(([on, queues]) => ({
    text: on === '' ? `${queues.length} queues can be set to brokeroff at once (or are already)` : dated(on, queues),
    below: shortened(queues.map(queueItem), shownQueues),
  }));
  return [{ title: 'Lingering queues', items }];
}

function dated(on: string, queues: readonly Retirement[]): string {
  const left = queues.filter(({ state }) => state === 'scheduled' || state === 'due').length;
  return left === 0
    ? `${queues.length} queues were due on ${on}`
    : `${queues.length} queues will be set to brokeroff on ${on}`;
}

function queueItem({ queue, reason, note, data, state, alone, held, jobs }: Retirement): Item {
  const parts = [reason, ...(note === null ? [] : [note]), ...(data === null ? [] : [`data: ${data}`])];
  const stateText = states[state];
  const left = jobs === null || jobs === 0 ? '' : `, ${jobs} jobs left`;
  const lonely = alone && data === null && state === 'scheduled' ? '; the last of its site' : '';
  const stopped = held === null ? '' : `; held: ${held}`;
  return { text: `${queue} (${parts.join('; ')})${stateText}${left}${lonely}${stopped}` };
}

const states: Readonly<Record<Retirement['state'], string>> = {
  due: '',
  scheduled: '',
  brokeroff: ': in brokeroff',
  drained: ': in brokeroff, drained',
  off: ': offline',
  'unknown queue': ': the catalogue does not know it',
};
