import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWindowOptions } from '../../../src/main/shells/windowOptions.ts';

describe('readWindowOptions', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-options-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const connect = () =>
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({
        theme: 'system',
        connection: { graphUrl: 'https://graph.microsoft.com', tenantId: 't', version: 'v1.0' },
      }),
    );

  it('is practice mode as long as no tenant is connected', async () => {
    expect(await readWindowOptions(['--data', folder], 'why')).toMatchObject({
      dataFolder: folder,
      practice: true,
      open: true,
      reason: 'why',
    });
    connect();
    expect((await readWindowOptions(['--data', folder], 'why')).practice).toBe(false);
  });

  it('does what the options say', async () => {
    expect((await readWindowOptions(['--data', folder, '--no-practice'], 'why')).practice).toBe(false);
    connect();
    const options = await readWindowOptions(['--data', folder, '--practice', '--no-open', '--reason', 'so'], 'why');
    expect(options).toMatchObject({ practice: true, open: false, reason: 'so' });
  });

  it('leaves a damaged folder to the core, instead of hiding it behind practice mode', async () => {
    writeFileSync(join(folder, 'settings.json'), '{');
    expect((await readWindowOptions(['--data', folder], 'why')).practice).toBe(false);
  });
});
