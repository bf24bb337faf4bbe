import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { openLogo, refuseUnusable } from '../../../../src/main/features/handover/logo.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-logo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

interface Png {
  width: number;
  height: number;
  color: number;
  interlace: number;
  pixels: Buffer;
}

/** Returns a PNG with 8 bits a sample. Default: 4 x 4 pixels with transparency. */
function png(change: Partial<Png> = {}): Buffer {
  const { width, height, color, interlace, pixels } = {
    width: 4,
    height: 4,
    color: 6,
    interlace: 0,
    pixels: deflateSync(Buffer.alloc(4 * 17)),
    ...change,
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, color, 0, 0, interlace], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

async function reasonOf(content: Buffer): Promise<unknown> {
  try {
    await refuseUnusable(content);
    return null;
  } catch (error) {
    return error instanceof KeydeskError ? error.params.reason : error;
  }
}

test('accepts a PNG, and rejects everything that pdfkit cannot draw', async () => {
  expect(await reasonOf(png())).toBeNull();
  expect(await reasonOf(Buffer.from('<svg/>'))).toBe('logo-kind');
  expect(await reasonOf(Buffer.alloc(1024 * 1024 + 1))).toBe('logo-large');
  expect(await reasonOf(png({ width: 2001 }))).toBe('logo-sides');
  expect(await reasonOf(png({ interlace: 1 }))).toBe('logo-interlaced');
  expect(await reasonOf(png({ height: 0 }))).toBe('logo-damaged');
  expect(await reasonOf(png({ color: 5 }))).toBe('logo-damaged');
  expect(await reasonOf(png({ color: 3 }))).toBe('logo-damaged');
  expect(await reasonOf(png({ pixels: Buffer.from('not deflated') }))).toBe('logo-damaged');
  // Fewer pixels than the header says, and a bomb with more.
  expect(await reasonOf(png({ pixels: deflateSync(Buffer.alloc(16)) }))).toBe('logo-damaged');
  expect(await reasonOf(png({ pixels: deflateSync(Buffer.alloc(50_000_000)) }))).toBe('logo-damaged');
  for (let length = 0; length < png().length; length++) {
    expect(['logo-kind', 'logo-damaged']).toContain(await reasonOf(png().subarray(0, length)));
  }
  expect(await reasonOf(Buffer.from('ffd8ffe000104a46', 'hex'))).toBe('logo-damaged');
});

test('stores a logo that only this user can read, and deletes it', async () => {
  const logo = openLogo(folder, () => undefined);
  expect(await logo.read()).toBeNull();
  await logo.write(png());
  expect(await logo.read()).toEqual(png());
  if (process.platform !== 'win32') expect(statSync(join(folder, 'organization-logo')).mode & 0o777).toBe(0o600);
  await expect(logo.write(Buffer.from('GIF89a'))).rejects.toMatchObject({ code: 'logo-unusable' });
  expect(await logo.read()).toEqual(png());
  await logo.write(null);
  expect(await logo.read()).toBeNull();
});

test('ignores a file that another program has damaged', async () => {
  const told: string[] = [];
  writeFileSync(join(folder, 'organization-logo'), 'nonsense');
  expect(await openLogo(folder, line => told.push(line)).read()).toBeNull();
  expect(told.length).toBe(1);
});
