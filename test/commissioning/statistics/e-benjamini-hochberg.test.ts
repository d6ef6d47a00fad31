import { describe, expect, it } from 'vitest';
import { eBenjaminiHochberg } from '../../../src/commissioning/statistics/e-benjamini-hochberg.js';

describe('e-BH', () => {
  const threshold = (...eValues: number[]): number => Math.exp(eBenjaminiHochberg(eValues.map(Math.log), 0.05));

  it('asks 1/alpha of a single queue', () => {
    expect(threshold(3)).toBeCloseTo(20, 9);
    expect(threshold()).toBeCloseTo(20, 9);
  });

  it('asks more of one among many, less where many speak', () => {
    expect(threshold(100, 1, 1, 1)).toBeCloseTo(80, 9);
    expect(threshold(50, 45, 1, 1)).toBeCloseTo(40, 9);
    expect(threshold(25, 25, 25, 25)).toBeCloseTo(20, 9);
  });

  it('asks the more the more queues nothing came of before, the less the more had a fault', () => {
    const after = (hypotheses: number, discoveries: number): number =>
      Math.exp(eBenjaminiHochberg([0], 0.05, { hypotheses, discoveries }));
    expect(after(0, 0)).toBeCloseTo(20, 9);
    expect(after(99, 0)).toBeCloseTo(2_000, 9);
    expect(after(99, 9)).toBeCloseTo(200, 9);
  });

  it('finds the largest set although a smaller one fails', () => {
    expect(threshold(41, 41, 1, 1)).toBeCloseTo(40, 9);
    expect(threshold(70, 30, 30, 21)).toBeCloseTo(20, 9);
  });
});
