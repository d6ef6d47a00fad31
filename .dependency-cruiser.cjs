// The boundaries between modules (ARCHITECTURE.md): which module may import which.
const src = (...names) => names.map((name) => `^src/${name}(/|\\.ts$)`);
/** A module may import itself, the named ones and, unless `packages` is false, any package. */
const only = (module, names, comment) => ({
  name: `${module.replaceAll('/', '-')}-imports`,
  comment,
  severity: 'error',
  from: { path: src(module) },
  to: { path: '^(src|commands)/', pathNot: src(module, ...names) },
});
/** A pure module imports neither packages nor Node's own modules. */
const pure = (module, names, allowed = []) => ({
  name: `${module.replaceAll('/', '-')}-is-pure`,
  comment: 'Pure modules are given data and return data.',
  severity: 'error',
  from: { path: src(module) },
  to: { pathNot: [...src(module, ...names), ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    pure('model', [], ['^crypto$']),
    pure('changes', ['model']),
    pure('waves', ['model'], ['node_modules/tinyqueue/']),
    pure('forecast', ['model']),
    pure('commissioning', ['model', 'changes']),
    pure('learning', ['model', 'commissioning/statistics']),
    pure('planning', ['model', 'changes', 'waves', 'forecast', 'learning']),
    {
      name: 'one-translation-to-waves',
      comment: 'The planner states the calendar problem in one place; waves takes its types from itself.',
      severity: 'error',
      from: { path: '^src/planning/', pathNot: '^src/planning/(candidates/candidates|plan|outlook/.*)\\.ts$' },
      to: { path: '^src/waves/' },
    },
    only('solver', ['model', 'waves/integer-program'], 'It knows the programs that waves states, not what they mean.'),
    only('ledger', ['model', 'storage']),
    only(
      'grid',
      ['model', 'storage/plain-file', 'storage/system-trouble'],
      'Of storage it reads files, and no database.',
    ),
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/grid/(catalogue|helpdesk|monitor|downtimes)/' },
      to: { path: '^src/grid/(catalogue|helpdesk|monitor|downtimes)/', pathNot: '^src/grid/$1/' },
    },
    only('execution', ['model', 'changes', 'ledger/port', 'grid/ports']),
    only(
      'app',
      [
        'model',
        'changes',
        'planning',
        'waves',
        'forecast',
        'commissioning',
        'execution',
        'requests',
        'inventory',
        'ledger/port',
        'grid/ports',
        'report/results',
        'report/status-model',
      ],
      'Use cases work through ports; adapters are wired in cli.',
    ),
    only('agent', ['model', 'app'], 'An agent wakes and calls use cases: what it does is decided there.'),
    only('rehearsal', ['model', 'storage'], "A grid that shares its client's code shares its mistakes."),
    only(
      'referee',
      ['model'],
      'It judges by the inventory and the journal alone, and shares no code with what it judges.',
    ),
    only(
      'play',
      ['model', 'app', 'planning', 'commissioning', 'referee', 'grid/ports', 'rehearsal/faults/fault'],
      'It plays what operators run.',
    ),
    only('report', ['model', 'planning', 'waves', 'forecast', 'ledger/port', 'commissioning']),
    only('inventory', ['model', 'storage']),
    only('requests', ['model', 'inventory', 'storage', 'planning', 'grid/ports']),
    only('storage', []),
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
    { name: 'commands-are-not-imported', severity: 'error', from: { path: '^src/' }, to: { path: '^commands/' } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
