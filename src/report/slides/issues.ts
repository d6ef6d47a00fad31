import { count } from '../../model/text/sentences.js';
import type { StatusModel } from '../status-model/sources.js';
import { shortened, type Item, type Slide } from './slide.js';

const shown = 12;

/** What a person has to look at, and why jobs fail. */
export function issuesSlide({ problems, failures, verdicts, waiting, turns }: StatusModel): Slide {
  const items: Item[] = [];
  const grave = problems.map(({ subject, sentence, advice }) => ({
    text: `${subject}: ${sentence}${advice === null ? '' : ` ${advice}`}`,
  }));
  items.push(
    grave.length === 0
      ? { text: 'Nothing needs a person' }
      : { text: `${count(grave.length, 'thing needs', 'things need')} a person`, below: shortened(grave, shown) },
  );
  items.push(failuresItem(failures));
  const watched = verdicts.filter(({ isFinal }) => !isFinal);
  if (watched.length > 0) items.push({ text: `${count(watched.length, 'queue')} under watch without a final verdict` });
  const patient = waiting.map(({ site, queue, waitsFor, what, days, ref }) => ({
    text: `${queue ?? site} waits for ${waitsFor} since ${count(days, 'day')}: ${what}${ref === null ? '' : ` (${ref})`}`,
  }));
  if (patient.length > 0)
    items.push({
      text: `${count(patient.length, 'thing is', 'things are')} waited for`,
      below: shortened(patient, shown),
    });
  const mine = turns.parties
    .filter(({ party, sites, daysLost }) => party !== 'nobody' && (sites > 0 || daysLost > 0))
    .map(({ party, sites, daysLost, oldest }) => ({
      text: `${party}: ${count(sites, 'site')}, ${count(daysLost, 'day')} lost so far${oldest === null ? '' : `; the oldest ${oldest.site}, ${count(oldest.days, 'day')}`}`,
    }));
  if (mine.length > 0) items.push({ text: 'Whose turn it is', below: mine });
  return { title: 'Recent issues', items };
}

function failuresItem(failures: StatusModel['failures']): Item {
  if (failures === null) return { text: 'How the jobs do is unknown: no monitor answered' };
  if (failures.length === 0) return { text: 'No failed jobs at queues under watch' };
  return {
    text: 'Failed jobs at queues under watch, by cause',
    below: failures.map(({ name, failures: jobs, more, queues, examples, reason }) => {
      const news = more === null ? '' : `, ${more < 0 ? more : `+${more}`} since the last report`;
      const like = examples.length === 0 ? '' : `, as ${examples.join(', ')}`;
      return {
        text: `${name}: ${count(jobs, 'job')}${news} at ${count(queues.length, 'queue')}${like}`,
        below: reason === null ? [] : [{ text: reason }],
      };
    }),
  };
}
