/** How much a rule's value takes from a queue (docs/grid.md#status-rules): OFFLINE > BROKEROFF > PAUSED, TEST > ONLINE. */
export const restrictiveness: Readonly<Record<string, number>> = {
  OFFLINE: 3,
  BROKEROFF: 2,
  PAUSED: 1,
  TEST: 1,
  ONLINE: 0,
};
