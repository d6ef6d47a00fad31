import { Script } from 'node:vm';
import { Eta } from 'eta/core';
import { messageOf } from '../model/message-of.js';
import type { RequestFields } from './fields.js';

/** Why a text cannot be filled in, and on which of its lines, from 1. */
export interface Trouble {
  readonly line: number;
  readonly what: string;
}

export type Filled = { readonly text: string } | Trouble;

/** What a text was compiled to, or why it is no template whatever it is filled in with. */
export type Compiled = { readonly fill: (fields: RequestFields) => Filled } | Trouble;

/** Compiles a text once, to be filled in with many fields. Data are put in as they stand: nothing is escaped, nothing is read as a template. */
export function compile(text: string): Compiled {
  const eta = new Eta({ autoEscape: false, autoTrim: false, debug: true });
  const source = withoutLonelyLines(text);
  try {
    const fill = eta.compile(source);
    return {
      fill: (fields) => {
        try {
          return { text: fill.call(eta, fields, {}) };
        } catch (error) {
          return runtimeTrouble(messageOf(error));
        }
      },
    };
  } catch (error) {
    return syntaxTrouble(messageOf(error), source, eta);
  }
}

/** A loop or condition on a line of its own leaves no line behind; the newline goes into the tag, so that lines are counted as they stand. */
function withoutLonelyLines(text: string): string {
  return text.replace(/^[ \t]*<%(?![=~])((?:(?!%>)[\s\S])*)%>[ \t]*\n/gm, '<%$1\n%>');
}

/** A tag that never ends is told with its line; JavaScript that is none is looked for in what the text was compiled to. */
function syntaxTrouble(message: string, source: string, eta: Eta): Trouble {
  const told = /^(.*) at line (\d+)/.exec(message);
  if (told) return { line: Number(told[2]), what: told[1] ?? '' };
  const code = eta.compileToString(source);
  try {
    new Script(`(it, options) => {\n${code}\n}`, { filename: 'template' });
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const codeLine = Number(/^template:(\d+)/.exec(stack)?.[1] ?? 1);
    const marks = [
      ...code
        .split('\n')
        .slice(0, codeLine - 1)
        .join('\n')
        .matchAll(/^__eta\.line=(\d+)/gm),
    ];
    return { line: Number(marks.at(-1)?.[1] ?? 1), what: messageOf(error) };
  }
  return { line: 1, what: message.slice(0, 200) };
}

/** The library shows the lines about the fault, and marks its own with `>>`. */
function runtimeTrouble(message: string): Trouble {
  return {
    line: Number(/^\s*>> (\d+)\|/m.exec(message)?.[1] ?? 1),
    what: message.slice(message.lastIndexOf('\n') + 1),
  };
}
