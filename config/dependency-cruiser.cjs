/** Who may import whom. The words and the reasons are in resources/docs/architecture.md. */
const wings = '(keys|governance|evidence|runtime|operations)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unknown-modules', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'shared-imports-zod-alone',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'core-imports-shared-alone',
      severity: 'error',
      from: { path: '^electron/core/', pathNot: ['\\.test\\.ts$', '^electron/core/parquet/'] },
      to: { path: '.', pathNot: ['^electron/core/', '^shared/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'parquet-imports-its-package-alone',
      severity: 'error',
      from: { path: '^electron/core/parquet/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '.',
        pathNot: ['^electron/core/parquet/', '^node_modules/hyparquet(-writer)?/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'wings-meet-through-ports',
      comment: 'a wing declares what it needs as types; compose.ts fills them',
      severity: 'error',
      from: { path: `^electron/${wings}/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: `^electron/(governance|evidence|runtime|operations|shell|cli|verbs|compose)`,
        pathNot: '^electron/$1/',
      },
    },
    {
      name: 'keys-stand-below-the-wings',
      severity: 'error',
      from: { path: '^electron/keys/', pathNot: '\\.test\\.ts$' },
      to: { path: '^electron/', pathNot: '^electron/(keys|core)/' },
    },
    {
      name: 'no-reaching-past-a-face',
      comment: 'a wing is imported by its index.ts',
      severity: 'error',
      from: { path: '^electron/([^/]+)/' },
      to: {
        path: '^electron/([^/]+)/.+',
        pathNot: ['^electron/$1/', '^electron/[^/]+/index\\.ts$', '^electron/[^/]+/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'the-verifier-stands-alone',
      severity: 'error',
      from: { path: '^electron/evidence/verify/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          '^electron/evidence/verify/',
          '^shared/',
          '^node_modules/zod/',
          '^node_modules/better-sqlite3-multiple-ciphers/',
          '^(node:)?(crypto|fs|fs/promises|path|os|url|worker_threads|stream|timers/promises)$',
        ],
      },
    },
    {
      name: 'only-the-entries-compose',
      severity: 'error',
      from: { pathNot: ['\\.main\\.ts$', '\\.test\\.ts$', '^electron/cli/', '^electron/testing/'] },
      to: { path: '^electron/compose\\.ts$' },
    },
    {
      name: 'electron-in-main-and-preload-alone',
      severity: 'error',
      from: { path: '^electron/', pathNot: '\\.(main|preload)\\.ts$' },
      to: { path: '^node_modules/electron/' },
    },
    {
      name: 'renderer-imports-shared-alone',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|config|e2e|resources)/' },
    },
    {
      name: 'nothing-ships-from-tests-and-tools',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^(config|e2e)/', '\\.test\\.tsx?$'] },
    },
    {
      name: 'agents-reach-no-control',
      comment:
        'what runs for an agent (its tools, findings, data, detector, model) reaches neither gate nor limits, policy, journal, keys of people or verbs, by no chain of imports',
      severity: 'error',
      from: {
        path: '^electron/runtime/(tools|findings|datasets|phi|inference)/',
        pathNot: '(\\.test\\.ts$|/testing/|/test-)',
      },
      to: {
        reachable: true,
        path: '^electron/(runtime/(gate|run)|governance|evidence|verbs|shell|cli|operations|compose)',
      },
    },
    {
      name: 'one-way-in-and-out',
      comment:
        'files are read and written in listed rooms alone: inside the workspace, beside the program, or by the transfer service, through which everything goes that a person brings or takes',
      severity: 'error',
      from: {
        path: '^electron/',
        pathNot: [
          '(\\.test\\.ts$|/testing/|\\.child\\.ts$|/test-|/temporary\\.ts$)',
          // The service itself, and the only writer outside the workspace.
          '^electron/operations/transfer/',
          // Inside the workspace, or in the folder that a backup was given by the service.
          '^electron/(keys|evidence)/',
          '^electron/operations/(backup|models|workspace)/',
          '^electron/governance/(lifecycle|sessions)/',
          '^electron/runtime/(datasets|run/artefacts)/',
          '^electron/verbs/(backup/drill|emergency/envelope|erase/keep-erased|export-verbs|key-verbs|period-reports|recovery-verbs|report-files|known-roots|report-verbs|service-keys/annex|service-keys/take-in|signing/countersign|signing/identity)\\.ts$',
          '^electron/compose-prepare\\.ts$',
          // What ships with the program, and what the system tells.
          '^electron/core/',
          // The machine policy, which the sign-in process reads for itself.
          '^electron/governance/sign-in-process/read-provider\\.ts$',
          '^electron/operations/(manifest|posture|settings)/',
          '^electron/governance/catalogue/',
          '^electron/runtime/(inference|phi)/',
          '^electron/verbs/policy/desk\\.ts$',
          '^electron/compose-policy\\.ts$',
          '^electron/shell/pages/assets\\.ts$',
          // Paths that somebody types on the command line, where no workspace is open.
          '^electron/cli/',
          '^electron/verbs/(verify-path|witness-files)\\.ts$',
        ],
      },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'no-network-modules',
      severity: 'error',
      from: {
        path: '^(electron|shared|renderer)/',
        pathNot: [
          '\\.test\\.tsx?$',
          '^electron/core/guard/',
          '^electron/testing/',
          '^electron/governance/sign-in-process/pinned-https\\.ts$',
        ],
      },
      to: {
        path: [
          '^(node:)?(net|tls|dgram|dns|dns/promises|http|https|http2|_http_[a-z]+|_tls_[a-z]+|inspector|inspector/promises|quic)$',
          '^node_modules/(undici|ws|axios|got|node-fetch|socket\\.io[^/]*)/',
        ],
      },
    },
    {
      name: 'the-sign-in-process-alone-asks-a-network',
      comment: 'no other program of ours has the code that could, by no chain of imports',
      severity: 'error',
      from: {
        path: '^(electron|shared|renderer)/',
        pathNot: [
          '\\.test\\.tsx?$',
          '^electron/testing/',
          '^electron/governance/sign-in-process/',
          // The sign-in process of a package, and the choice between it and the application.
          '^electron/(sign-in|start)\\.main\\.ts$',
        ],
      },
      to: { reachable: true, path: '^electron/governance/sign-in-process/|^node_modules/openid-client/' },
    },
    {
      name: 'programs-start-in-one-place',
      comment: 'children are started by core/processes.ts alone, threads with its startWorker',
      severity: 'error',
      from: {
        path: '^(electron|shared|renderer)/',
        pathNot: [
          '\\.test\\.tsx?$',
          '^electron/core/processes\\.ts$',
          '^electron/core/guard/',
          '^electron/testing/',
        ],
      },
      to: { path: '^(node:)?(child_process|cluster|repl|vm|wasi|sea)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'config/tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: false,
  },
};
