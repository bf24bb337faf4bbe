import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ArchivedFile, measured, readArchive, writeArchive } from '../../../../src/main/features/backup/tar.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-tar-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const archive = () => join(folder, 'a.tar');
async function written(files: readonly ArchivedFile[]): Promise<ArchivedFile[]> {
  const handle = await open(archive(), 'w+', 0o600);
  try {
    await writeArchive(handle, folder, files);
    return await readArchive(handle);
  } finally {
    await handle.close();
  }
}

describe('an archive', () => {
  test.each([0, 1, 511, 512, 513, 1_048_576, 1_500_000])(
    'holds a file of %i bytes as it is, also for tar',
    async size => {
      writeFileSync(join(folder, 'data.bin'), Buffer.alloc(size, 'x'));
      writeFileSync(join(folder, 'other.json'), '{}');
      const files = await Promise.all(['data.bin', 'other.json'].map(name => measured(folder, name)));
      expect(await written(files)).toEqual(files);
      const { stdout } = spawnSync('tar', ['-xOf', archive(), 'data.bin'], { maxBuffer: 4_000_000 });
      expect(stdout).toHaveLength(size);
    },
  );

  test('tells when a file changed while it was written, was cut, or a header is damaged', async () => {
    writeFileSync(join(folder, 'data.bin'), Buffer.alloc(2000, 'x'));
    const file = await measured(folder, 'data.bin');
    writeFileSync(join(folder, 'data.bin'), Buffer.alloc(2000, 'y'));
    expect(await written([file])).not.toEqual([file]);

    const handle = await open(archive(), 'r+');
    await handle.truncate(1000);
    await expect(readArchive(handle)).rejects.toThrow('ends too early');
    await handle.write(Buffer.from('?'), 0, 1, 0);
    await expect(readArchive(handle)).rejects.toThrow('header');
    await handle.close();
  });

  test('has files of more than 8 GiB', async () => {
    writeFileSync(join(folder, 'data.bin'), '');
    await expect(written([{ name: 'data.bin', size: 9_000_000_000, sha256: '' }])).rejects.toThrow('ends too early');
    const { stdout } = spawnSync('tar', ['-tvf', archive()], { encoding: 'utf8' });
    expect(stdout).toContain('9000000000');
  });
});
