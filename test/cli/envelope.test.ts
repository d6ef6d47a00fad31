import { describe, expect, it } from 'vitest';
import { envelopeText, schemaOf } from '../../src/cli/envelope.js';

describe('the envelope', () => {
  it('names the shape of its result by the command', () => {
    expect(schemaOf('brokeroff:schedule')).toBe('migrate/brokeroff-schedule/2');
  });

  it('escapes the controls that JSON leaves and a terminal obeys', () => {
    const text = envelopeText({ schema: 's', status: 0, result: 'a\u009b31mb\u007f', warnings: [] });
    expect(text).toContain('a\\u009b31mb\\u007f');
    expect(JSON.parse(text)).toMatchObject({ result: 'a\u009b31mb\u007f' });
  });
});
