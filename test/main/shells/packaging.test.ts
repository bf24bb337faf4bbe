import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
// The builder itself brings the YAML reader and the check that a build would begin with.
const requireBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const requireLibrary = createRequire(requireBuilder.resolve('app-builder-lib/package.json'));
const { load } = requireLibrary('js-yaml') as { load: (text: string) => Record<string, unknown> };
const { validateConfiguration } = requireLibrary('./out/util/config/config.js') as {
  validateConfiguration: (config: object, debugLogger: object) => Promise<void>;
};
const config = load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));

describe('electron-builder.yml', () => {
  it('fits the schema of the builder', async () => {
    const logger = { add: () => undefined };
    await expect(validateConfiguration(config, logger)).resolves.toBeUndefined();
    await expect(validateConfiguration({ ...config, nonsense: 1 }, logger)).rejects.toThrow('nonsense');
  });

  it('blows the fuses that harden the binary', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('carries the udev rule for the person at the desk', () => {
    expect(JSON.stringify(config.linux)).toContain('70-keydesk.rules');
    const rule = readFileSync(join(root, 'build/linux/70-keydesk.rules'), 'utf8');
    expect(rule).toContain('TAG+="uaccess"');
    expect(rule).toContain('SUBSYSTEM!="hidraw"');
  });
});
