import type { StatusModel } from '../../report/status-model/sources.js';

export const reportFormats = ['md', 'html', 'json', 'pdf', 'pptx'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** The report in one of its forms; what makes it is loaded for that form alone. */
export async function rendered(model: StatusModel, format: ReportFormat): Promise<string | Uint8Array> {
  switch (format) {
    case 'md': {
      const { markdownReport } = await import('../../report/markdown/document.js');
      return markdownReport(model);
    }
    case 'json':
      return `${JSON.stringify(model, null, 2)}\n`;
    case 'html': {
      const { htmlReport } = await import('../../report/html/page.js');
      return htmlReport(model, { madeAtMs: Date.now() });
    }
    case 'pdf': {
      const [{ htmlReport }, { printed }] = await Promise.all([
        import('../../report/html/page.js'),
        import('./print-pdf.js'),
      ]);
      return printed(htmlReport(model));
    }
    case 'pptx': {
      const { deck } = await import('../../report/pptx/deck.js');
      return deck(model);
    }
  }
}
