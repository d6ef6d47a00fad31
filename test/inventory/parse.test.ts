import { describe, expect, it } from 'vitest';
import { maxScalarLength, parseYaml } from '../../src/inventory/yaml/parse.js';
import { check, smallest, theFinding, withSite } from './texts.js';

describe('text that is no inventory', () => {
  it.each(['', '\n\n', '# only a comment\n', 'null\n', '---\n'])('%j is empty', (text) => {
    expect(theFinding(text)).toMatchObject({ found: 'an empty file', line: null, path: '' });
  });

  it.each(['- a\n', 'text\n', '42\n'])('%j is no mapping', (text) => {
    expect(theFinding(text).expected).toMatch(/^a mapping of campaign/);
  });

  it('a syntax error has its line', () => {
    const finding = theFinding(`${smallest}  TRIUMF: { queues: [\n`);
    expect(finding).toMatchObject({ file: 'sites.yaml', expected: 'YAML 1.2' });
    expect(finding.line).toBeGreaterThan(5);
  });

  it('several documents are refused', () => {
    expect(theFinding(`${smallest}---\n${smallest}`).found).toBe('2 YAML documents');
  });

  it('tags that make other things than text and numbers are refused', () => {
    expect(theFinding(withSite('slots: !!js/function "x"')).message).toContain('unknown scalar tag');
  });
});

describe('what would cost more than a file of its size', () => {
  it('aliases that multiply are refused before they unfold', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(9)}*a${level}]`,
    );
    const finding = theFinding(`a0: &a0 [x, x]\n${levels.join('\n')}\n`);
    expect(finding.found).toMatch(/^the alias \*a\d, which unfolds to too much$/);
    expect(finding.line).toBeGreaterThan(1);
  });

  it('an alias to the collection that holds it is refused', () => {
    expect(theFinding('campaign: &c\n  again: *c\n').found).toContain('*c');
  });

  it('a few plain aliases are welcome', () => {
    const text = `${withSite('os: &el7 { is: centos7, evidence: site reply }')}  TRIUMF:\n    os: *el7\n    queues: { T: {} }\n`;
    expect(check(text).ok).toBe(true);
  });

  it('a megabyte in one value is refused, and its line is told', () => {
    const finding = theFinding(withSite(`contact: ${'x'.repeat(1_000_000)}`));
    expect(finding).toMatchObject({ found: 'a text of 1000000 characters', line: 6, column: 14 });
    expect(finding.message.length).toBeLessThan(200);
  });

  it('a long value within bounds is a question of the schema', () => {
    expect(parseYaml('x', `a: ${'x'.repeat(maxScalarLength)}\n`).ok).toBe(true);
  });

  it('nesting without end is refused', () => {
    expect(theFinding(`a: ${'['.repeat(5000)}${']'.repeat(5000)}\n`).message).toContain('what YAML does not allow');
  });
});
