import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { PRODUCT_ID, sockets, VENDOR_ID } from './socket.ts';

const PIN = '271828';
const [socket] = sockets;
const folder = mkdtempSync(join(tmpdir(), 'keydesk-libfido2-'));
let key: SoftwareKey;
let path: string;

afterEach(() => socket.unplug());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one of libfido2's programs and gives what it prints. PINs it asks for are read from `pins`. */
async function fido2(
  program: 'token' | 'cred',
  args: readonly string[],
  pins: readonly string[] = [],
): Promise<string> {
  const child = spawn(`fido2-${program}`, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let [printed, asked] = ['', ''];
  child.stdout.on('data', chunk => {
    printed += chunk;
  });
  child.stderr.on('data', chunk => {
    asked += chunk;
  });
  child.stdin.end(pins.map(pin => `${pin}\n`).join(''));
  const code = await new Promise(resolve => child.on('close', resolve));
  if (code !== 0) throw new Error(asked);
  return printed;
}

function file(name: string, text: string): string {
  const full = join(folder, name);
  writeFileSync(full, text);
  return full;
}

describe.skipIf(!existsSync('/usr/bin/fido2-token')).each(['full', 'legacy'] as const)(
  'libfido2’s own programs on the software key, profile %s',
  profile => {
    beforeEach(async () => {
      key = await createSoftwareKey({ profile });
      path = await socket.plug(key);
    });

    test('fido2-token -L finds it and -I reads its getInfo', async () => {
      const hex = (id: number) => `0x${id.toString(16).padStart(4, '0')}`;
      expect(await fido2('token', ['-L'])).toBe(
        `${path}: vendor=${hex(VENDOR_ID)}, product=${hex(PRODUCT_ID)} (Keydesk Software key)\n`,
      );
      const info = await fido2('token', ['-I', path]);
      expect(info).toContain(profile === 'full' ? 'pin protocols: 2, 1' : 'pin protocols: 1');
      expect(info).toContain('noclientPin');
    });

    test('fido2-token -S sets a PIN; with it fido2-cred -M makes a credential, which -V verifies', async () => {
      await fido2('token', ['-S', path], [PIN, PIN]);
      expect(await fido2('token', ['-I', path])).toMatch(/[ ,]clientPin/);
      const [clientDataHash, userId] = [randomBytes(32).toString('base64'), randomBytes(16).toString('base64')];
      const wanted = file('wanted', [clientDataHash, 'login.microsoft.com', 'user1', userId, ''].join('\n'));
      const made = await fido2('cred', ['-M', '-r', '-i', wanted, path], [PIN]);
      expect(key.state()).toMatchObject({ pinSet: true, credentialCount: 1 });
      expect(await fido2('cred', ['-V', '-i', file('made', made)])).toContain('BEGIN PUBLIC KEY');
      const spoiled = made.replace(clientDataHash, randomBytes(32).toString('base64'));
      await expect(fido2('cred', ['-V', '-i', file('spoiled', spoiled)])).rejects.toThrow('fido_cred_verify');
    });
  },
);
