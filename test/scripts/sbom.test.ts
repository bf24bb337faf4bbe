import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isNodePackage } from '../../scripts/node24.mjs';
import { validate, writeSbom } from '../../scripts/sbom.mjs';

const root = join(import.meta.dirname, '../..');
const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const folder = mkdtempSync(join(tmpdir(), 'keydesk-sbom-'));
let text: string;
let notices: string;
beforeAll(async () => {
  await writeSbom(folder);
  text = readFileSync(join(folder, 'sbom.cdx.json'), 'utf8');
  notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the bill of materials', () => {
  const names = (): string[] => JSON.parse(text).components.map((component: { name: string }) => component.name);

  test('is CycloneDX 1.6 of Keydesk, and one that is not is noticed', async () => {
    const bom = JSON.parse(text);
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(bom.metadata.component).toMatchObject({ name: 'keydesk', type: 'application' });
    await expect(validate(text)).resolves.toBeUndefined();
    await expect(validate(text.replace('"SHA-512"', '"SHA-0"'))).rejects.toThrow('schema');
  });

  test('has what ships, Electron included, each with digest and license', () => {
    expect(names()).toEqual(expect.arrayContaining([...Object.keys(dependencies), 'electron']));
    for (const component of JSON.parse(text).components) {
      expect(component).toMatchObject({ purl: expect.stringMatching(/^pkg:npm/), licenses: [expect.anything()] });
      expect(component.hashes, component.name).toHaveLength(1);
    }
  });

  test('has nothing that is for development alone', () => {
    // electron-store brings ajv, which the scripts use too.
    const tools = Object.keys(devDependencies).filter(name => name !== 'electron' && !name.startsWith('ajv'));
    expect(names().filter(name => tools.includes(name) || name in optionalDependencies)).toEqual([]);
  });

  test('its dependencies name components that are there', () => {
    const { components, dependencies: edges, metadata } = JSON.parse(text);
    const refs = new Set([
      metadata.component['bom-ref'],
      ...components.map((one: { 'bom-ref': string }) => one['bom-ref']),
    ]);
    for (const { ref, dependsOn } of edges) {
      expect([ref, ...dependsOn].filter(one => !refs.has(one))).toEqual([]);
    }
  });
});

describe('the notices', () => {
  test('have every package that ships, with the text of its license', () => {
    for (const name of [...Object.keys(dependencies), 'electron']) {
      expect(notices).toMatch(new RegExp(`^${name.replaceAll('/', '\\/')} \\d`, 'm'));
    }
    expect(notices).toContain('SIL OPEN FONT LICENSE');
    expect(notices).toContain('Bitstream Vera');
    expect(notices).toContain('Copyright (c) Electron contributors');
    expect(notices).toContain('LICENSES.chromium.html');
  });

  test('give a package that only names the MIT license its text and its author', () => {
    const [, brotli = ''] = /^brotli \d[\s\S]*?-{80}\n([\s\S]*?)-{80}/m.exec(notices) ?? [];
    expect(brotli).toContain('Copyright (c) Devon Govett');
    expect(brotli).toContain('Permission is hereby granted');
  });
});

test('the app carries both files, and not the Node of the development machine', () => {
  const builder = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  expect(builder).toMatch(/extraResources:\n\s+- THIRD-PARTY-NOTICES.txt\n\s+- sbom.cdx.json/);
  expect(builder).toContain('beforePack: scripts/beforePack.mjs');
  for (const name of Object.keys(optionalDependencies)) {
    expect(isNodePackage(name)).toBe(true);
    expect(builder).toContain(name.replace(/^node-/, ''));
  }
});
