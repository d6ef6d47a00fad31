/** How often an agent does what, by the machine's clock. */
export interface AgentTimes {
  readonly everyMs: number;
  readonly lookMs: number;
}
