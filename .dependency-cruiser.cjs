// The walls of the house (ARCHITECTURE.md): which room may look into which.
const room = (name) => `^src/${name}/`;

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'model-stands-alone',
      comment: 'The words know nothing but themselves (fingerprint uses node:crypto, a pure function here).',
      severity: 'error',
      from: { path: room('model') },
      to: { pathNot: [room('model'), '^crypto$'] },
    },
    {
      name: 'pure-rooms-know-no-io',
      comment: 'campaign and commissioning are given data and answer data.',
      severity: 'error',
      from: { path: ['^src/campaign/', '^src/commissioning/'] },
      to: { pathNot: ['^src/campaign/', '^src/commissioning/', room('model')] },
    },
    {
      name: 'rehearsal-shares-no-code-with-its-client',
      comment: "A grid that shares its client's code shares its mistakes.",
      severity: 'error',
      from: { path: room('rehearsal') },
      to: { path: ['^src/campaign/', '^src/commissioning/', '^src/grid/', '^src/execution/', '^src/ledger/', '^src/report/', '^src/cli/', '^commands/'] },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/grid/(catalogue|helpdesk|monitor|downtimes)/' },
      to: { path: '^src/grid/(catalogue|helpdesk|monitor|downtimes)/', pathNot: '^src/grid/$1/' },
    },
    {
      name: 'grid-knows-only-the-core',
      severity: 'error',
      from: { path: room('grid') },
      to: { path: ['^src/execution/', '^src/ledger/', '^src/report/', '^src/cli/', '^commands/', '^src/rehearsal/'] },
    },
    {
      name: 'ledger-knows-only-the-words',
      severity: 'error',
      from: { path: room('ledger') },
      to: { path: '^(src|commands)/', pathNot: [room('ledger'), room('model'), room('storage')] },
    },
    {
      name: 'execution-works-through-ports',
      severity: 'error',
      from: { path: room('execution') },
      to: { path: '^(src|commands)/', pathNot: [room('execution'), room('model'), room('campaign'), '^src/ledger/port', '^src/grid/ports'] },
    },
    {
      name: 'the-referee-trusts-nobody',
      comment: 'It judges by the inventory and the journal alone, and shares no code with what it judges.',
      severity: 'error',
      from: { path: room('referee') },
      to: { path: '^(src|commands)/', pathNot: [room('referee'), room('model')] },
    },
    {
      name: 'watch-works-through-ports',
      severity: 'error',
      from: { path: room('watch') },
      to: { path: '^(src|commands)/', pathNot: [room('watch'), room('model'), room('campaign'), room('commissioning'), '^src/ledger/port', '^src/grid/ports'] },
    },
    {
      name: 'play-is-given-what-it-plays-with',
      severity: 'error',
      from: { path: room('play') },
      to: { path: '^(src|commands)/', pathNot: [room('play'), room('model'), room('campaign'), room('referee'), '^src/grid/ports', '^src/rehearsal/faults/fault'] },
    },
    {
      name: 'views-show-data',
      severity: 'error',
      from: { path: room('report') },
      to: { path: '^(src|commands)/', pathNot: [room('report'), room('model'), room('campaign'), room('inventory'), room('ledger'), room('play'), room('referee'), room('commissioning')] },
    },
    {
      name: 'one-door-for-http',
      severity: 'error',
      from: { pathNot: ['^src/grid/http/', '^test/', '^scripts/'] },
      to: { path: 'node_modules/axios' },
    },
    {
      name: 'one-door-for-colour',
      severity: 'error',
      from: { pathNot: ['^src/cli/terminal/colour', '^test/'] },
      to: { path: 'node_modules/chalk' },
    },
    {
      name: 'commands-are-not-imported',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^commands/' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
