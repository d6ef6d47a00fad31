// The weekly document, slide by slide, in the order of the status document of August 2019.
import { moment } from '../terminal/when.js';
import type { StatusModel } from '../status-model/sources.js';
import { issuesSlide } from './issues.js';
import { lingeringSlides } from './lingering.js';
import { developmentsSlide, plansSlide } from './plans.js';
import type { Slide } from './slide.js';
import { statusSlide } from './status.js';

/** `model`: its sentences in the campaign's time already. */
export function slidesOf(model: StatusModel): readonly Slide[] {
  return [
    statusSlide(model),
    ...lingeringSlides(model),
    issuesSlide(model),
    developmentsSlide(model),
    plansSlide(model),
  ];
}

/** What the document is about, and as of when. */
export function subtitle(model: StatusModel): string {
  const since = model.since === null ? 'from the beginning' : `since ${moment(model.since, model)}`;
  return `As of ${moment(model.asOf, model)}; what is new is counted ${since}.`;
}
