import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../src/simulator/key/udp.ts';
import { freePort } from '../../freePort.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'keydesk-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasLibfido2 = existsSync('/usr/include/fido.h') && existsSync('/usr/bin/gcc');
const hasPython = existsSync('/usr/lib/python3/dist-packages/fido2/__init__.py');
const profiles = ['full', 'legacy'] as const;

/** Runs a client program against a fresh software key and gives the JSON it prints. */
async function drive(profile: (typeof profiles)[number], command: string, args: string[]): Promise<unknown> {
  const key = await createSoftwareKey({ profile });
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  try {
    const { stdout } = await run(command, [...args, String(udp.port), String(replyPort)], { timeout: 30_000 });
    return JSON.parse(stdout);
  } finally {
    await udp.close();
    await key.close();
  }
}

/** What libfido2 gives for each step that only a newer key takes; FIDO_ERR_NOTFOUND is -10 in its err.h. */
const newerSteps = {
  makeWithBlobs: 0,
  assertWithBlobs: 0,
  sameCredBlob: 1,
  sameLargeBlobKey: 1,
  setLargeBlob: 0,
  getLargeBlob: 0,
  sameLargeBlob: 1,
  removeLargeBlob: 0,
  getRemovedLargeBlob: -10,
  deleteWithBlobs: 0,
  enroll: 0,
  enrollContinue: 0,
  enrollStatus: 0,
  reopen: 0,
  makeByFinger: 0,
  userVerified: 1,
  verifyByFinger: 0,
  uvRetryCount: 0,
  uvRetries: 5,
  nameFinger: 0,
  listFingers: 0,
  fingers: 1,
  sameName: 1,
  removeFinger: 0,
  enableEnterpriseAttestation: 0,
  setMinPinLength: 0,
  setMinPinLengthAgain: 0x37,
  setMinPinLengthRpIds: 0,
  forcePinChange: 0,
  toggleUnderForcedChange: 0x37,
  changeForcedPin: 0,
  changeBack: 0,
  toggleAlwaysUv: 0,
  toggleAlwaysUvBack: 0,
};

describe.skipIf(!hasLibfido2)('libfido2 as client of the software key (needs libfido2-dev and gcc)', () => {
  test.each(profiles)('sets a PIN, makes, verifies, asserts, lists, deletes and resets: %s', async profile => {
    const program = join(folder, `libfido2_client_${profile}`);
    const source = join(import.meta.dirname, 'libfido2_client.c');
    await run('gcc', ['-Wall', '-Werror', '-o', program, source, '-lfido2', '-lcrypto']);
    expect(await drive(profile, program, [])).toEqual({
      open: 0,
      setPin: 0,
      wrongPin: 0x31,
      retryCount: 0,
      retries: 7,
      changePin: 0,
      make: 0,
      verifyCredential: 0,
      assert: 0,
      verifyAssertion: 0,
      sameSaltSameSecret: 1,
      otherSaltSameSecret: 0,
      ...(profile === 'full' ? newerSteps : {}),
      list: 0,
      listed: 1,
      delete: 0,
      metadata: 0,
      left: 0,
      reset: 0,
      pinAfterReset: 0,
    });
  });
});

describe.skipIf(!hasPython)('python-fido2 as client of the software key (needs python3-fido2)', () => {
  test.each([
    [
      'full',
      2,
      { alwaysUv: true, minimum: 10, force: [true, false] },
      { wanted: [3, 2, 1, 0], names: ['thumb'], left: 0 },
      { version: 'U2F_V2', counted: true },
    ],
    ['legacy', 1, null, null, { version: 'U2F_V2', counted: true }],
  ] as const)(
    'pings, sets a PIN, makes, asserts, lists, deletes and resets: %s',
    async (profile, protocol, configured, fingers, u2f) => {
      const script = join(import.meta.dirname, 'python_fido2_client.py');
      expect(await drive(profile, '/usr/bin/python3', [script])).toMatchObject({
        protocol,
        wrongPin: { code: 0x31, retries: 7 },
        assertions: ['user2', 'user1'],
        userVerified: true,
        secretsRepeat: [true, false],
        relyingParties: ['login.microsoft.com'],
        listed: ['user1', 'user2'],
        left: 0,
        configured,
        fingers,
        u2f,
        oneToken: profile === 'legacy' ? { uses: 3, left: 0 } : null,
        pinAfterReset: false,
      });
    },
  );
});
