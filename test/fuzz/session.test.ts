import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { CallOptions } from '../../src/ctap/ctap2/call.ts';
import { permissions } from '../../src/ctap/ctap2/clientPin.ts';
import { persistentState } from '../../src/ctap/pin/persistent.ts';
import { KeySession } from '../../src/ctap/session.ts';
import { HASH, make, openKey, PIN, RP } from '../simulator/key/open.ts';
import { damage, runs, survives } from './mutations.ts';

const LARGE_BLOB_KEY = new Uint8Array(32).fill(1);

/** All that a session can do, one after the other, whatever became of the step before. */
const steps: readonly ((session: KeySession) => Promise<unknown>)[] = [
  session => session.setPin(PIN),
  session => session.pinRetries(),
  session => make(session, { extensions: { credBlob: Uint8Array.of(1), largeBlobKey: true } }),
  async session => {
    const token = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP });
    await session.getAssertion(token, { rpId: RP, clientDataHash: HASH, up: false });
  },
  async session => {
    const management = await session.credentialManagement(PIN);
    await management.metadata();
    for (const { rpIdHash } of await management.relyingParties()) {
      for (const { credentialId, userHandle } of await management.credentials(rpIdHash)) {
        await management.updateUser(credentialId, { id: userHandle, name: 'x' });
      }
    }
  },
  async session => (await session.largeBlobs(PIN)).write(LARGE_BLOB_KEY, new Uint8Array(50)),
  async session => (await session.largeBlobs()).read(LARGE_BLOB_KEY),
  async session => {
    const fingerprints = await session.fingerprints(PIN);
    await fingerprints.sensor();
    await fingerprints.enroll(() => undefined);
    for (const { templateId } of await fingerprints.list()) await fingerprints.rename(templateId, 'x');
  },
  session => session.uvToken({ permissions: permissions.getAssertion, rpId: RP }),
  async session => persistentState(await session.refresh(), await session.readOnlyToken(PIN)),
  session => session.configure(PIN, { kind: 'toggleAlwaysUv' }),
  session => session.changePin(PIN, PIN),
  session => session.reset(),
];

describe('a session with a key whose answers are damaged', () => {
  test('does all it can, and fails by CtapError alone', async () => {
    const damaged = fc.array(fc.option(damage, { freq: 3, nil: undefined }), { minLength: 1, maxLength: 12 });
    const property = fc.asyncProperty(damaged, async changes => {
      const { key, channel } = await openKey();
      let answers = 0;
      const transport = {
        cbor: async (payload: Uint8Array, options?: CallOptions) => {
          const answer = await channel.cbor(payload, options);
          // The first answer is sound, so that the damage reaches what comes after getInfo.
          const change = answers === 0 ? undefined : changes[answers % changes.length];
          answers++;
          return change === undefined ? answer : change(answer);
        },
      };
      const session = await KeySession.open(transport);
      for (const step of steps) await survives(() => step(session));
      await key.close();
    });
    await fc.assert(property, runs(40));
  });
});
