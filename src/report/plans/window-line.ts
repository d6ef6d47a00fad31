import type { CalendarWindow } from '../../model/plan.js';
import { windowSentence } from '../../planning/calendar/window.js';
import { paragraph, type Style } from '../terminal/style.js';

/** Below the first line of a screen: until when the calendar is open or closed, where that is near. */
export function windowLine({ window }: { readonly window: CalendarWindow }, style: Style): readonly string[] {
  const sentence = windowSentence(window);
  return sentence === null ? [] : [paragraph(sentence, style)];
}
