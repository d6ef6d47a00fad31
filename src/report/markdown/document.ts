import { sentencesInLocalTime } from '../../model/text/local-time.js';
import type { StatusModel } from '../status-model/sources.js';
import { moment } from '../terminal/when.js';
import { issuesSlide } from './issues.js';
import { developmentsSlide, plansSlide } from './plans.js';
import { lingeringSlides } from './lingering.js';
import { statusSlide } from './status.js';
import { plainText } from './text.js';

/** The status model as the weekly document: slides between lines of `---`, for Marp, reveal and pandoc. */
export function markdownReport(stored: StatusModel): string {
  const model = sentencesInLocalTime(stored, stored.timezone);
  const since = model.since === null ? 'from the beginning' : `since ${moment(model.since, model)}`;
  const slides = [
    `# ${plainText(model.campaign.toUpperCase())} STATUS`,
    [
      `# ${plainText(model.campaign)} campaign`,
      `As of ${moment(model.asOf, model)}; what is new is counted ${since}.`,
    ].join('\n\n'),
    statusSlide(model),
    ...lingeringSlides(model),
    issuesSlide(model),
    developmentsSlide(model),
    plansSlide(model),
  ];
  return `${slides.join('\n\n---\n\n')}\n`;
}
