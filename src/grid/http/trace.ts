import type { Http, HttpRequest } from '../ports.js';

const secret = /token|key|pass|secret|auth|signature/i;

/** Tells of every attempt: method, address without secrets, status (or why there is none), milliseconds. */
export function traced(attempt: Http, tell: (line: string) => void): Http {
  return async (request) => {
    const beganMs = performance.now();
    const line = (end: string): string =>
      `${request.method} ${addressOf(request)} ${end} ${Math.round(performance.now() - beganMs)} ms`;
    try {
      const answer = await attempt(request);
      tell(line(String(answer.status)));
      return answer;
    } catch (error) {
      tell(line(error instanceof Error && 'problem' in error ? String(error.problem) : 'failed'));
      throw error;
    }
  };
}

/** Without user and password; values of parameters that may be secrets are left out. */
function addressOf({ url }: HttpRequest): string {
  if (!URL.canParse(url)) return '(not an address)';
  const { protocol, host, pathname, search } = new URL(url);
  const shown = search.replace(/([?&])([^=&]*)=[^&]*/g, (pair, before: string, name: string) =>
    secret.test(name) ? `${before}${name}=***` : pair,
  );
  return `${protocol}//${host}${pathname}${shown}`;
}

/** Whether `DEBUG` asks for the trace: `migrate:http`, `migrate:*` or `*` among its names. */
export function isTraced(debug: string | undefined): boolean {
  return (debug ?? '').split(/[\s,]+/).some((name) => ['migrate:http', 'migrate:*', '*'].includes(name));
}
