// The weekly document as slides of PowerPoint, with charts and tables that can be edited there.
import pptxgen from 'pptxgenjs';
import { sentencesInLocalTime } from '../../model/text/local-time.js';
import { printable } from '../../model/text/printable.js';
import { count } from '../../model/text/sentences.js';
import { sheets, type Sheet, type SheetSize } from '../slides/pages.js';
import { progress } from '../slides/progress.js';
import { slidesOf, subtitle } from '../slides/slides.js';
import type { StatusModel } from '../status-model/sources.js';

// Its types describe the CommonJS file; Node and the bundle load the ES module, whose default is the class itself.
type Presentation = pptxgen.default;
const NewPresentation = pptxgen as unknown as typeof pptxgen.default;

const colours = { text: '1F2933', accent: '1F5FA8', planned: '9AA5B1' };
const fontSizePoints = 14;
const size: SheetSize = { columns: 112, rows: 17 };
// In inches, of a sheet of 13.33 by 7.5.
const [left, width] = [0.6, 12.1];

/** The model as a presentation; text from outside is text there, never a formula or a link. */
export async function deck(stored: StatusModel): Promise<Uint8Array> {
  const model = sentencesInLocalTime(stored, stored.timezone);
  const presentation = new NewPresentation();
  presentation.layout = 'LAYOUT_WIDE';
  presentation.title = `${model.campaign} status`;
  titleSheet(presentation, model);
  const [first, ...others] = slidesOf(model);
  if (first) for (const sheet of sheets(first, size)) textSheet(presentation, sheet);
  progressSheet(presentation, model);
  for (const slide of others) for (const sheet of sheets(slide, size)) textSheet(presentation, sheet);
  return (await presentation.write({ outputType: 'uint8array' })) as Uint8Array;
}

function titleSheet(presentation: Presentation, model: StatusModel): void {
  const slide = presentation.addSlide();
  slide.addText(`${printable(model.campaign.toUpperCase())} STATUS`, {
    x: left,
    y: 2.6,
    w: width,
    h: 1,
    fontSize: 40,
    bold: true,
    color: colours.accent,
  });
  slide.addText(subtitle(model), { x: left, y: 3.7, w: width, h: 0.6, fontSize: 18, color: colours.text });
}

function headed(presentation: Presentation, title: string): ReturnType<Presentation['addSlide']> {
  const slide = presentation.addSlide();
  slide.addText(title, { x: left, y: 0.3, w: width, h: 0.7, fontSize: 28, bold: true, color: colours.accent });
  return slide;
}

function textSheet(presentation: Presentation, { title, lines }: Sheet): void {
  const runs = lines.map(({ level, text }) => ({
    text: printable(text),
    options: { bullet: true, indentLevel: level, breakLine: true },
  }));
  headed(presentation, title).addText(runs, {
    x: left,
    y: 1.1,
    w: width,
    h: 6,
    fontSize: fontSizePoints,
    color: colours.text,
    valign: 'top',
  });
}

function progressSheet(presentation: Presentation, model: StatusModel): void {
  const { done, planned, goal } = progress(model);
  const labels = [...new Set([...done, ...planned].map(({ date }) => date))].sort();
  const values = (points: typeof done): (number | null)[] => {
    const at = new Map(points.map(({ date, sites }) => [date, sites]));
    return labels.map((date) => at.get(date) ?? null);
  };
  const slide = headed(presentation, 'Progress');
  slide.addChart(
    'line',
    [
      { name: 'migrated', labels, values: values(done) },
      { name: 'planned', labels, values: values(planned) },
    ],
    {
      x: left,
      y: 1.1,
      w: width,
      h: 4.6,
      altText: `Sites migrated by day: ${model.sites.migrated} on ${model.day}, ${goal} at the end of the plan`,
      chartColors: [colours.accent, colours.planned],
      lineDataSymbol: 'none',
      showLegend: true,
      legendPos: 'b',
      valAxisTitle: 'sites migrated',
      showValAxisTitle: true,
      valAxisMinVal: 0,
    },
  );
  const { forecast, finish, bound } = model;
  const rows: readonly (readonly [what: string, when: string])[] = [
    ['planned end', finish ?? 'nothing is left that has a day'],
    ['no plan ends earlier than', bound.date ?? 'today'],
    ...(forecast === null
      ? []
      : ([
          ['forecast, 50 %', forecast.p50 ?? 'later than ten years'],
          ['forecast, 85 %', forecast.p85 ?? 'later than ten years'],
          ['forecast, 95 %', forecast.p95 ?? 'later than ten years'],
        ] as const)),
    ['left to go', count(model.sites.total - model.sites.migrated, 'site')],
  ];
  slide.addTable(
    [rows.map(([what]) => ({ text: what, options: { bold: true } })), rows.map(([, when]) => ({ text: when }))],
    { x: left, y: 5.9, w: width, fontSize: 12, color: colours.text, border: { type: 'solid', color: 'D5DBE1', pt: 1 } },
  );
}
