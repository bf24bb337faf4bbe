import { afterEach, describe, expect, test } from 'vitest';
import { keyDetailsSchema } from '../../../../src/contract/keys/schema.ts';
import { toHex } from '../../../../src/ctap/bytes.ts';
import type { CborValue } from '../../../../src/ctap/cbor.ts';
import { sha256 } from '../../../../src/ctap/crypto.ts';
import type { CborTransport } from '../../../../src/ctap/ctap2/call.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import { KeySession } from '../../../../src/ctap/session.ts';
import { listCredentials } from '../../../../src/main/features/keyManagement/credentials.ts';
import { listFingerprints } from '../../../../src/main/features/keyManagement/fingerprints.ts';
import { keyDetails } from '../../../../src/main/services/keys/details.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import { ok } from '../../../ctap/helpers.ts';
import { HASH, make, type Opened, openKey, PIN, RP } from '../../../simulator/key/open.ts';

const EVIL = '\u001b[31mx\u0007\u009b\u202e';

let opened: Opened | undefined;
afterEach(async () => {
  await opened?.key.close();
  opened = undefined;
});

/** A session with a key that tells this of itself. */
function sessionOf(...more: [number | string, CborValue][]): Promise<KeySession> {
  const told = new Map<number | string, CborValue>([[0x01, ['FIDO_2_1']], [0x03, new Uint8Array(16)], ...more]);
  const transport: CborTransport = { cbor: async () => ok(told as never) };
  return KeySession.open(transport);
}

async function detailsOf(...more: [number | string, CborValue][]) {
  return keyDetailsSchema.parse(await keyDetails({ id: 'practice' }, await sessionOf(...more)));
}

describe('details of a key', () => {
  test('leave out every name with hidden characters, which could pass for another', async () => {
    const details = await detailsOf(
      [0x01, ['FIDO_2_1', `V${EVIL}`, 'FIDO_2_0\n']],
      [0x02, ['credProtect', `E${EVIL}`]],
      [
        0x04,
        new Map([
          ['rk', true],
          ['rk\u200b', false],
          [EVIL, true],
        ]),
      ],
      [0x09, ['usb', `T${EVIL}`]],
      [
        0x13,
        new Map([
          ['FIDO', 1],
          [EVIL, 1],
        ]),
      ],
      [0x1a, ['usb', EVIL]],
    );
    expect(details).toMatchObject({
      versions: ['FIDO_2_1'],
      extensions: ['credProtect'],
      options: { rk: true, up: true, plat: false },
      transports: ['usb'],
      certifications: { FIDO: 1 },
      transportsForReset: ['usb'],
    });
    expect(Object.keys(details.options)).toHaveLength(3);
    expect(Object.keys(details.certifications ?? {})).toHaveLength(1);
  });

  test('name members that no version knows, by number or by text', async () => {
    expect((await detailsOf([0x63, 1], [-1, 1], ['vendor', 1], [EVIL, 1])).unknownMembers).toEqual([
      0x63,
      -1,
      'vendor',
    ]);
  });

  test('have no firmware version below zero that is too wide', async () => {
    const details = await detailsOf([0x0e, -(2n ** 63n)]);
    expect(details.firmwareVersion).toBeUndefined();
    expect(details.unknownMembers).toEqual([0x0e]);
  });
});

describe('lists of what a key holds', () => {
  test('show no control characters of a user, and the hash of an RP ID that has some', async () => {
    opened = await openKey();
    const { session } = opened;
    await session.setPin(PIN);
    await make(session);
    const rpId = `login.microsoft.com\u202e\n{"ok":true}`;
    const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId });
    await session.makeCredential(token, {
      clientDataHash: HASH,
      rp: { id: rpId },
      user: { id: Uint8Array.of(2), name: `${EVIL}Adele`, displayName: `A\r\n${EVIL}` },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      rk: true,
    });
    const { credentials } = await listCredentials({ session } as OpenKey, PIN);
    const found = credentials.map(({ rpId, userName, userDisplayName }) => [rpId, userName, userDisplayName]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual([RP, 'user1', 'User 1']);
    expect(found).toContainEqual([toHex(sha256(new TextEncoder().encode(rpId))), '[31mxAdele', 'A [31mx']);
  });

  test('show no control characters in the name of a finger', async () => {
    opened = await openKey();
    const { session } = opened;
    await session.setPin(PIN);
    const fingerprints = await session.fingerprints(PIN);
    const templateId = await fingerprints.enroll(() => undefined);
    await fingerprints.rename(templateId, `${EVIL}thumb`);
    const [finger] = await listFingerprints({ session } as OpenKey, PIN);
    expect(finger?.name).toBe('[31mxthumb');
  });
});
