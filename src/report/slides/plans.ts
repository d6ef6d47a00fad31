import { windowSentence } from '../../planning/calendar/window.js';
import { count } from '../../model/text/sentences.js';
import { grouped } from '../../model/grouped.js';
import { day, moment } from '../terminal/when.js';
import type { StatusModel } from '../status-model/sources.js';
import { shortened, type Item, type Slide } from './slide.js';

const shownChanges = 20;
const shownWaves = 10;

/** The slides of what happened and of what comes. */
export function developmentsSlide({ changes, verdicts, timezone }: StatusModel): Slide {
  const news = [...changes]
    .reverse()
    .map(({ at, site, queue, sentence, actor }) => ({
      text: `${moment(at, { timezone })} ${queue ?? site ?? ''}: ${sentence} (${actor})`,
    }));
  const good = verdicts.filter(({ verdict, isFinal }) => verdict === 'good' && isFinal).length;
  const items: Item[] = [
    news.length === 0
      ? { text: 'No change of this campaign is in the ledger' }
      : { text: count(news.length, 'change'), below: shortened(news, shownChanges) },
    ...(good > 0 ? [{ text: `${count(good, 'queue')} found good` }] : []),
  ];
  return { title: 'Recent developments', items };
}

export function plansSlide({
  day: today,
  today: operations,
  waves,
  retirements,
  calendar,
  risks,
  unplanned,
  window,
}: StatusModel): Slide {
  const sentence = windowSentence(window);
  const kinds = [...grouped(operations, ({ what }) => what)].map(([kind, of]) => ({
    text: `${of.length} ${kind}: ${[...new Set(of.map(({ site }) => site))].slice(0, 8).join(', ')}`,
  }));
  const items: Item[] = [
    {
      text: operations.length === 0 ? 'Today: nothing' : `Today: ${count(operations.length, 'operation')}`,
      below: kinds,
    },
    ...(waves.length === 0
      ? []
      : [
          {
            text: 'Waves',
            below: shortened(
              waves.map(({ date, sites }) => ({ text: `${day(date)}: ${sites.join(', ')}` })),
              shownWaves,
            ),
          },
        ]),
    ...comingRetirements(retirements),
    ...(sentence === null ? [] : [{ text: sentence }]),
    ...calendar.freezes
      .filter(({ to }) => to >= today)
      .map(({ from, to, reason }) => ({ text: `Freeze from ${from} to ${to}: ${reason}` })),
    ...(unplanned.length === 0 ? [] : [{ text: `${count(unplanned.length, 'site')} without a day` }]),
    ...(risks.length === 0 ? [] : [{ text: 'Risks', below: risks.map((risk) => ({ text: risk })) }]),
  ];
  return { title: 'Near term plans', items };
}

function comingRetirements(retirements: StatusModel['retirements']): Item[] {
  const coming = retirements.filter(({ state, on }) => state === 'scheduled' && on !== null);
  return [...grouped(coming, ({ on }) => on ?? '')].map(([on, queues]) => ({
    text: `${day(on)}: ${count(queues.length, 'queue')} set to brokeroff`,
  }));
}
