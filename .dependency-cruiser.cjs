const { Compiler } = require('@swc/core');

// dependency-cruiser 17 does not tell swc which files hold JSX, and swc then refuses every .tsx file.
const { parseFileSync } = Compiler.prototype;
Compiler.prototype.parseFileSync = function parseWithJsx(file, options) {
  return parseFileSync.call(this, file, { ...options, tsx: file.endsWith('.tsx') });
};

/** Who may import whom: the folder names the layer, and imports go one way (docs/ARCHITECTURE.md). */
const layer = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
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
    layer('contract-is-pure', '^src/contract', '^src/(?!contract)', 'the contract knows no side of the border'),
    {
      name: 'contract-imports-no-platform',
      severity: 'error',
      from: { path: '^src/contract' },
      to: { dependencyTypes: ['core'] },
    },
    layer(
      'renderer-speaks-contract',
      '^src/renderer',
      '^src/(?!renderer|contract)',
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
    layer(
      'tenant-is-bound',
      '^src/(?!main/(core|foundation|services|tenants/tenants)\\.ts$)',
      '^src/main/connections\\.ts$',
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
