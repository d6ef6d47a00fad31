import { describe, expect, it } from 'vitest';
import { deadlineHours, hasDriedUp } from '../../../src/commissioning/decision/deadline.js';

const usual = { jobsPerHour: 10, historyJobs: 400, rateBefore: 0.05 };
const policy = { deadline_hours: 72, margin: 0.1 };

describe('the end of a watch', () => {
  it('is what the policy says where jobs come as they usually do', () => {
    expect(deadlineHours(usual, policy)).toBe(72);
    expect(deadlineHours({ ...usual, rateBefore: 0.2 }, policy)).toBe(72);
  });

  it('comes when enough jobs have come where they come slowly', () => {
    expect(deadlineHours({ ...usual, jobsPerHour: 1 }, policy)).toBeCloseTo(87, 0);
    expect(deadlineHours({ ...usual, jobsPerHour: 0.5 }, policy)).toBeCloseTo(175, 0);
  });

  it('comes the later the more jobs fail anyway, the shorter the history and the smaller the margin', () => {
    const slow = { ...usual, jobsPerHour: 1 };
    const hours = deadlineHours(slow, policy);
    expect(deadlineHours({ ...slow, rateBefore: 0.2 }, policy)).toBeGreaterThan(hours);
    expect(deadlineHours({ ...slow, historyJobs: 100 }, policy)).toBeGreaterThan(hours);
    expect(deadlineHours(slow, { ...policy, margin: 0.05 })).toBeGreaterThan(hours);
  });

  it('comes after sixty days at the latest, and where no pace is known when the policy says', () => {
    expect(deadlineHours({ ...usual, jobsPerHour: 0.01 }, policy)).toBe(1_440);
    expect(deadlineHours({ jobsPerHour: 0, historyJobs: 0, rateBefore: 0.5 }, policy)).toBe(72);
  });
});

describe('a queue that hardly gets jobs any more', () => {
  it('is told from one whose jobs come as slowly as before', () => {
    expect(hasDriedUp(0, 72, { jobsPerHour: 1 / 12 })).toBe(true);
    expect(hasDriedUp(1, 72, { jobsPerHour: 1 / 12 })).toBe(false);
    expect(hasDriedUp(0, 12, { jobsPerHour: 1 / 12 })).toBe(false);
    expect(hasDriedUp(10, 72, { jobsPerHour: 1 })).toBe(true);
  });
});
