import { describe, expect, it } from 'vitest';
import { clientDataJSON } from '../../../src/ctap/webauthn/clientData.ts';
import { RP_ID, vector, vectors } from './vectors.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('clientDataJSON', () => {
  it('writes the sign-in of a vector byte for byte', () => {
    const { assertion } = vector('ES256 Credential with No Attestation');
    const { challenge } = assertion;
    expect(clientDataJSON({ type: 'webauthn.get', challenge, origin: `https://${RP_ID}` })).toEqual(
      assertion.clientDataJSON,
    );
  });

  it.each(vectors.filter(({ title }) => !/"(crossOrigin|topOrigin)"/.test(title)))(
    'begins the registration of $title',
    v => {
      const { challenge } = v;
      const own = text(clientDataJSON({ type: 'webauthn.create', challenge, origin: `https://${RP_ID}` }));
      // Clients may add members after the four; the vectors do, on purpose.
      expect(text(v.clientDataJSON).startsWith(own.slice(0, -1))).toBe(true);
    },
  );

  it('writes the four members in order, with a challenge of any length unpadded', () => {
    const challenge = new Uint8Array(5200).fill(0xfb);
    const origin = 'https://login.microsoft.com';
    expect(text(clientDataJSON({ type: 'webauthn.create', challenge, origin }))).toBe(
      `{"type":"webauthn.create","challenge":"${Buffer.from(challenge).toString('base64url')}",` +
        '"origin":"https://login.microsoft.com","crossOrigin":false}',
    );
  });
});
