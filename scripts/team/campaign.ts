const clouds = ['UK', 'US', 'DE', 'FR'];

/** A campaign of so many small sites in four clouds, each with two queues; every tenth has one more, which retires. */
export function campaignOf(sites: number, rules = ''): string {
  const pace = Math.max(2, Math.ceil(sites / 25));
  const names = Array.from({ length: sites }, (_, n) => `SITE${String(n + 1).padStart(3, '0')}`);
  const queuesOf = (name: string, n: number): readonly string[] => [
    name,
    `ANALY_${name}`,
    ...(n % 10 === 0 ? [`ANALY_${name}_SL6`] : []),
  ];
  const retiring = names.filter((_, n) => n % 10 === 0).map((name) => `ANALY_${name}_SL6`);
  return `campaign:
  name: team
  pilot: { from: "1", to: "2" }
  containers: { translate: { "singularity:wrapper": "singularity:pilot" }, on: "singularity:pilot" }
  ready_when: { pilot_manager: Harvester }
  pace: [{ sites_per_day: ${String(pace)} }]
  freezes: [{ from: 2030-01-10, to: 2030-01-10, because: database upgrade }]
  limits: { per_cloud_per_day: ${String(Math.max(1, Math.ceil(pace / 3)))}, in_commissioning: ${String(6 * pace)} }
  requests: { channel: ggus, lead_days: 0 }
${rules}grid:
  use: rehearsal
  rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", seed: 1 }
  timing: { lease_seconds: 20, request_timeout_seconds: 5 }
sites:
${names
  .map(
    (name, n) =>
      `  ${name}: { contact: a@${name.toLowerCase()}.example, cloud: ${clouds[n % 4] ?? 'UK'}, queues: { ${queuesOf(
        name,
        n,
      )
        .map((queue) => `${queue}: {}`)
        .join(', ')} } }`,
  )
  .join('\n')}
retirements:
${retiring.map((queue, n) => `  - { queue: ${queue}, on: 2030-01-${String(8 + (n % 20)).padStart(2, '0')}, because: old system }`).join('\n')}
`;
}
