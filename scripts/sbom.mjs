// npm run sbom: writes the bill of materials (sbom.cdx.json, CycloneDX 1.6, checked against its schema) and the
// licenses of the shipped packages (THIRD-PARTY-NOTICES.txt). electron-builder runs it before it packs.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { refuseArguments } from './arguments.mjs';
import { handOver, installPackages, root } from './node24.mjs';
import { RUNTIME, shippedPackages, ships } from './shipped.mjs';

/** Writes both files to a folder. @throws if the bill does not match its schema, or the text of a license is missing */
export async function writeSbom(folder = root) {
  const bom = billOfMaterials();
  const text = `${JSON.stringify(bom, null, 2)}\n`;
  await validate(text);
  writeFileSync(join(folder, 'sbom.cdx.json'), text);
  const packages = shippedPackages();
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(packages));
  console.log(
    `sbom.cdx.json: ${bom.components.length} components. THIRD-PARTY-NOTICES.txt: ${packages.length} packages.`,
  );
}

/** Returns npm's bill of materials for the lock file and all platforms, reduced to shipped packages. */
function billOfMaterials() {
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const { status, stdout } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm sbom failed. See its output above');
  const bom = JSON.parse(stdout);
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = new Set();
  for (const [path, entry] of Object.entries(packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (path !== '' && ships(name, entry)) shipped.add(`${name}@${entry.version}`);
  }
  const { component, ...metadata } = bom.metadata;
  // npm names the component by its folder.
  const keydesk = { ...component, name: 'keydesk', type: 'application' };
  const known = ref => ref === component['bom-ref'] || shipped.has(ref);
  return {
    ...bom,
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    specVersion: '1.6',
    metadata: { ...metadata, component: keydesk },
    components: bom.components.filter(({ 'bom-ref': ref }) => shipped.has(ref)).map(complete),
    dependencies: bom.dependencies
      .filter(({ ref }) => known(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: ref.startsWith(`${RUNTIME}@`) ? [] : dependsOn.filter(known),
      })),
  };
}

/**
 * Adds what npm does not know: the runtime, a development dependency, is required, and some licenses have no SPDX name.
 */
function complete(component) {
  return {
    ...component,
    ...(component.name === RUNTIME ? { scope: 'required' } : {}),
    licenses: component.licenses ?? [{ license: { name: 'see THIRD-PARTY-NOTICES.txt' } }],
  };
}

/** @throws if the text is not CycloneDX 1.6 */
export async function validate(text) {
  const { Spec, Validation } = await import('@cyclonedx/cyclonedx-library');
  const fault = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (fault !== null) throw new Error(`the bill of materials does not fit its schema: ${JSON.stringify(fault)}`);
}

function notices(packages) {
  const line = '-'.repeat(80);
  const head = [
    'Keydesk contains the packages below. Each stands under its own license.',
    'The licenses of Chromium and of what it contains are in LICENSES.chromium.html, beside the program.',
  ];
  const parts = packages.map(({ name, version, license, texts }) =>
    [line, `${name} ${version} (${license})`, line, '', texts.join('\n\n')].join('\n'),
  );
  return `${[...head, '', ...parts].join('\n\n').replaceAll('\r\n', '\n')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  refuseArguments('It takes none.');
  installPackages();
  // The library that checks the schema needs Node 24, and an older one may have started this script.
  if (Number(process.versions.node.split('.')[0]) < 24) handOver('scripts/sbom.mjs', []);
  else await writeSbom();
}
