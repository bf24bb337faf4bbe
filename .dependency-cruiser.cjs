const { Compiler } = require('@swc/core');

// dependency-cruiser 17 does not tell swc which files hold JSX, and swc then refuses every .tsx file.
const { parseFileSync } = Compiler.prototype;
Compiler.prototype.parseFileSync = function parseWithJsx(file, options) {
  return parseFileSync.call(this, file, { ...options, tsx: file.endsWith('.tsx') });
};

/**
 * Who may import whom (docs/ARCHITECTURE.md). The tables below are the whole of it for the core: each row may import the rows above
 * it, and nothing below. Type imports count.
 */
const storeys = {
  base: 'knows nothing of keys, tenants or passkeys: database, threads, folders, reports, streams',
  services: 'keys, Graph, sign-in, key models, activity log, settings: what features are made of',
  features: 'one folder for each thing that a person does',
  app: 'starts the core, and joins the features',
  shells: 'starts the core in Electron, behind a loopback server, or not at all',
};

const services = [
  'network',
  'metadata',
  'graph',
  'settings',
  'auth',
  'tenant',
  'activity',
  'events',
  'record',
  'deskKeys',
  'keys',
  'printers',
];

/** The features in their order, each with the files that later features may import. app/ may import all of a feature. */
const features = {
  directory: [
    'directory.ts',
    'groups.ts',
    'imported.ts',
    'optional.ts',
    'passkeyLists.ts',
    'trouble.ts',
    'database/kinds.ts',
    'database/open.ts',
    'database/schema.ts',
    'database/tenantKeys.ts',
  ],
  keyModels: ['keyModels.ts'],
  profiles: ['profiles.ts'],
  policy: ['evaluate.ts', 'policies.ts'],
  inventory: ['absentKey.ts', 'beforeReset.ts', 'held.ts', 'inventory.ts', 'keyReferences.ts', 'records.ts'],
  enrollment: [
    'ceremonyState.ts',
    'elsewhere.ts',
    'enrollments.ts',
    'journal.ts',
    'journalEntry.ts',
    'keptPin.ts',
    'madePasskey.ts',
    'observer.ts',
    'owed.ts',
    'signIn.ts',
  ],
  assignments: ['assignments.ts', 'moves.ts', 'records.ts', 'waitAgain.ts'],
  passkeys: ['deletePasskey.ts', 'review.ts'],
  keyManagement: ['management.ts'],
  batches: ['batches.ts', 'madeRows.ts'],
  handover: ['passphrase.ts'],
  deferred: [],
  reconciliation: [],
  workflows: ['workflows.ts'],
  activation: ['activation.ts'],
  webhooks: ['webhooks.ts'],
  overview: [],
  connections: ['practiceTenant.ts'],
  backup: [],
  settings: [],
  practice: [],
  record: [],
};

/**
 * The window's features that use another feature, and the files that they may import. A feature imports nothing else of another one:
 * what several of them need goes to ui/ (components and hooks) or client/ (calls to the core).
 */
const windowFeatures = {
  activate: ['practice/PracticePanel.tsx'],
  batches: [
    'enrollment/FingerPrompt.tsx',
    'enrollment/KnownPinForm.tsx',
    'enrollment/NewPinForm.tsx',
    'enrollment/WaitPrompt.tsx',
    'practice/PracticePanel.tsx',
  ],
  deferred: ['batches/create/SourceFields.tsx', 'batches/create/useBatchSource.ts', 'batches/run/KeyCard.tsx'],
  enrollment: [
    'assignments/AssignedView.tsx',
    'keys/ErasedPasskeys.tsx',
    'keys/KeyProblems.tsx',
    'keys/PinBlocked.tsx',
    'users/UserTrail.tsx',
  ],
  keys: [
    'enrollment/EnrollmentProvider.tsx',
    'inventory/LostPin.tsx',
    'inventory/PluggedState.tsx',
    'inventory/usePluggedKey.ts',
  ],
  reconciliation: ['assignments/AssignmentState.tsx', 'inventory/InventoryState.tsx', 'keys/UnlockForm.tsx'],
  settings: ['profiles/ProfilesPanel.tsx', 'start/useModeChange.ts'],
  users: [
    'activity/ActivityList.tsx',
    'assignments/AssignmentState.tsx',
    'assignments/AssignmentTable.tsx',
    'enrollment/EnrollmentProvider.tsx',
    'inventory/DeletionsDue.tsx',
    'inventory/InventoryState.tsx',
    'inventory/InventoryTable.tsx',
    'inventory/LostPin.tsx',
    'reconciliation/UserComparison.tsx',
  ],
};

/**
 * What the command line imports of services, features and shells. It starts a core of its own (app, base) and asks it by the contract;
 * these are the few things that a shell must bring. `keydesk simulate` also starts the simulators.
 */
const ofTheCommandLine = [
  'services/auth/environment.ts',
  'services/auth/keySealer.ts',
  'services/keys/childHost.ts',
  'services/keys/pinErrors.ts',
  'features/enrollment/attendant.ts',
  'shells/endSignals.ts',
];

const layer = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

/** One rule for each row of a table but the last: it imports no row below it. */
const downward = (kind, folder, rows) =>
  rows
    .slice(0, -1)
    .map((row, n) =>
      layer(
        `${kind}-${row}`,
        `^${folder}/${row}/`,
        `^${folder}/(${rows.slice(n + 1).join('|')})/`,
        `${row} is imported by what comes after it in the table of ${kind}s, never the other way round`,
      ),
    );

const doors = Object.entries(features).flatMap(([name, files]) => files.map(file => `${name}/${file}`));
const coreRules = [
  ...downward('storey', 'src/main', Object.keys(storeys)),
  ...downward('service', 'src/main/services', services),
  ...downward('feature', 'src/main/features', Object.keys(features)),
  {
    name: 'feature-doors',
    severity: 'error',
    comment: 'a feature imports of another one only the files that the table of features lists',
    from: { path: '^src/main/features/([^/]+)/' },
    to: {
      path: '^src/main/features/',
      pathNot: ['^src/main/features/$1/', `^src/main/features/(${doors.join('|').replaceAll('.', '\\.')})$`],
    },
  },
  {
    name: 'known-folders',
    severity: 'error',
    comment: 'a new storey, service or feature gets its row in the tables',
    from: {},
    to: {
      path: '^src/main/',
      pathNot: [
        '^src/main/(base|app|shells)/',
        `^src/main/services/(${services.join('|')})/`,
        `^src/main/features/(${Object.keys(features).join('|')})/`,
      ],
    },
  },
];

const inWindow = path => `^src/renderer/features/${path.replaceAll('.', '\\.')}$`;
const windowRules = [
  layer('window-client-below-ui', '^src/renderer/client', '^src/renderer/(ui|features|app)', 'client/ calls the core'),
  layer('window-ui-below-features', '^src/renderer/ui', '^src/renderer/(features|app)', 'ui/ knows no feature'),
  layer('window-features-below-app', '^src/renderer/features', '^src/renderer/app', 'app/ puts the features together'),
  {
    name: 'window-features-apart',
    severity: 'error',
    comment: 'a feature imports only the files of other features that windowFeatures lists for it',
    from: {
      path: '^src/renderer/features/([^/]+)/',
      pathNot: `^src/renderer/features/(${Object.keys(windowFeatures).join('|')})/`,
    },
    to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
  },
  ...Object.entries(windowFeatures).map(([feature, allowed]) => ({
    name: `window-${feature}-imports`,
    severity: 'error',
    comment: `windowFeatures lists what ${feature} may import of other features`,
    from: { path: `^src/renderer/features/${feature}/` },
    to: {
      path: '^src/renderer/features/',
      pathNot: [`^src/renderer/features/${feature}/`, ...allowed.map(inWindow)],
    },
  })),
];

module.exports = {
  forbidden: [
    ...windowRules,
    ...coreRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } },
    layer('ctap-is-pure', '^src/ctap', '^src/(?!ctap)', 'src/ctap knows nothing of the app'),
    {
      name: 'ctap-imports-no-platform',
      severity: 'error',
      comment: 'bytes in, bytes out: cryptography enters by crypto.ts, CBOR by cbor.ts, certificates by webauthn/',
      from: { path: '^src/ctap', pathNot: '^src/ctap/crypto\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'crypto-is-crypto',
      severity: 'error',
      from: { path: '^src/ctap/crypto\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'ctap-libraries',
      severity: 'error',
      from: { path: '^src/ctap' },
      to: { dependencyTypes: ['npm'], pathNot: '^node_modules/(cbor-x|@peculiar/x509|reflect-metadata)/' },
    },
    layer('words-are-pure', '^src/words', '^src/(?!words)', 'messages know nothing of the app'),
    {
      name: 'words-libraries',
      severity: 'error',
      comment: 'messages are data; only say.ts and pseudo.ts need the library that formats them',
      from: { path: '^src/words' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: '^node_modules/intl-messageformat/' },
    },
    layer(
      'words-by-their-door',
      '^src/(?!words)',
      '^src/words/(?!(say|saySheets|types|pseudo)\\.ts$)',
      'a message is read through say.ts, in the language that is spoken',
    ),
    layer('contract-is-pure', '^src/contract', '^src/(?!contract|words)', 'the contract knows no side of the border'),
    {
      name: 'contract-imports-no-platform',
      severity: 'error',
      from: { path: '^src/contract' },
      to: { dependencyTypes: ['core'] },
    },
    layer(
      'renderer-speaks-contract',
      '^src/renderer',
      '^src/(?!renderer|contract|words)',
      'the window reaches the core by the contract alone',
    ),
    {
      name: 'renderer-imports-no-platform',
      severity: 'error',
      from: { path: '^src/renderer' },
      to: { dependencyTypes: ['core'] },
    },
    layer(
      'simulator-knows-ctap',
      '^src/simulator',
      '^src/(?!simulator|ctap)',
      'the simulators are peers of the app, not parts of it',
    ),
    layer(
      'core-is-not-a-shell',
      '^src/main/(?!shells)',
      '^src/(main/shells|cli|renderer)',
      'the core starts in any shell',
    ),
    layer(
      'electron-in-its-shell',
      '^src/(?!main/shells/electron|preload)',
      '^node_modules/electron/',
      'only the Electron shell imports Electron',
    ),
    {
      name: 'preload-imports-electron-only',
      severity: 'error',
      comment: 'the preload script hands the window its port, and nothing else: it runs with more rights than the page',
      from: { path: '^src/preload' },
      to: { pathNot: ['^src/preload', '^(node_modules/)?electron(/|$)'] },
    },
    layer(
      'cli-is-no-window',
      '^src/cli',
      '^src/(renderer|preload|ctap)',
      'the command line asks the core by the contract',
    ),
    {
      name: 'cli-asks-the-contract',
      severity: 'error',
      comment: 'the command line starts the core (app, base) and asks it by the contract; the table has its exceptions',
      from: { path: '^src/cli' },
      to: {
        path: '^src/main/(services|features|shells)/',
        pathNot: `^src/main/(${ofTheCommandLine.join('|').replaceAll('.', '\\.')})$`,
      },
    },
    layer(
      'tenant-is-bound',
      '^src/(?!main/(app/|features/connections/connections\\.ts$))',
      '^src/main/features/connections/connectedTenant\\.ts$',
      'which tenant is connected is asked once, at the border; below it a BoundTenant is passed on (decision 43)',
    ),
    layer('product-is-not-test', '^src', '^(test|bench|scripts)/', 'the product never imports its tests'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
