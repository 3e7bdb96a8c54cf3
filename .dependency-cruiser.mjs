/** Which room may import which: design rule, enforced from the first day. */
const room = (name, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `${name}/ may import only: ${allowed.join(', ') || 'itself'}`,
  from: { path: `^${name}/`, pathNot: '\\.test\\.tsx?$' },
  to: {
    path: '^(domain|wire|db|printing|core|server|renderer|electron|cli|bench|tests|scripts)/',
    pathNot: `^(${[name, ...allowed].join('|')})/`,
  },
});

export default {
  forbidden: [
    room('domain', []),
    room('wire', ['domain']),
    room('db', ['domain']),
    room('printing', ['domain']),
    room('core', ['domain', 'wire', 'db', 'printing']),
    room('server', ['domain', 'wire']),
    room('cli', ['core', 'domain', 'wire', 'db', 'printing']),
    {
      name: 'renderer-imports',
      severity: 'error',
      comment: "renderer/ may import domain, and core's types only",
      from: { path: '^renderer/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^(wire|db|printing|core|server|electron|cli|bench|tests|scripts)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'electron-imports',
      severity: 'error',
      comment: "electron/ may import core's start function and nothing deeper",
      from: { path: '^electron/' },
      to: { path: '^(domain|wire|db|printing|server|renderer|cli|bench|tests|scripts)/|^core/(?!start\\.ts$)' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'domain/ knows no clock, disk or network: only zod and small pure libraries',
      from: { path: '^domain/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-electron-knows-electron',
      severity: 'error',
      from: { pathNot: '^(electron|tests)/' },
      to: { path: '^node_modules/electron/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|docs)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
