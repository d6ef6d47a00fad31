// The weekly document in Markdown.
import { sentencesInLocalTime } from '../../model/text/local-time.js';
import type { Item, Slide } from '../slides/slide.js';
import { slidesOf, subtitle } from '../slides/slides.js';
import type { StatusModel } from '../status-model/sources.js';
import { plainText } from './text.js';

/** The status model as the weekly document: slides between lines of `---`, for Marp, reveal and pandoc. */
export function markdownReport(stored: StatusModel): string {
  const model = sentencesInLocalTime(stored, stored.timezone);
  const slides = [
    `# ${plainText(model.campaign.toUpperCase())} STATUS`,
    [`# ${plainText(model.campaign)} campaign`, subtitle(model)].join('\n\n'),
    ...slidesOf(model).map(markdownSlide),
  ];
  return `${slides.join('\n\n---\n\n')}\n`;
}

function markdownSlide({ title, items }: Slide): string {
  return `# ${title}\n\n${list(items)}`;
}

function list(items: readonly Item[], indent = ''): string {
  return items
    .map(({ text, below = [] }) => {
      const own = `${indent}- ${plainText(text)}`;
      return below.length === 0 ? own : `${own}\n${list(below, `${indent}  `)}`;
    })
    .join('\n');
}
