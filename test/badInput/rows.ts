import type { ErrorCode } from '../../src/contract/errors/errors.ts';
import { toBase64url } from '../../src/ctap/bytes.ts';
import { permissions } from '../../src/ctap/ctap2/clientPin.ts';
import { parseAuthenticatorData } from '../../src/ctap/webauthn/authenticatorData.ts';
import { type Arranged, PIN, USER, withSession } from './desk.ts';

/** One mistake at the desk, and the code of the error that a person sees. */
export interface Row {
  readonly name: string;
  readonly code: ErrorCode;
  readonly arrange?: (desk: Arranged) => unknown;
  readonly user?: string;
  /** The PIN that the person types. Default: the right one. */
  readonly pin?: string;
  readonly blank?: boolean;
  /** A text that the message must contain, besides those of every failure with this code. */
  readonly says?: string;
}

const OPTIONS = { path: 'creationOptions', times: 9 } as const;
const WRONG_PIN = '999999';

export const graphRows: readonly Row[] = [
  { name: 'a guest', code: 'user-is-guest', user: 'user29_partner.example#EXT#@contoso.example' },
  {
    name: 'Graph unreachable',
    code: 'graph-unreachable',
    arrange: d => d.graph.faults.add({ times: 99, cut: 'before' }),
  },
  ...(
    [
      [400, 'graph-refused'],
      [401, 'graph-unauthorized'],
      [403, 'graph-forbidden'],
      [404, 'user-not-found'],
      [405, 'graph-method-not-allowed'],
      [409, 'graph-conflict'],
      [500, 'graph-unavailable'],
      [503, 'graph-unavailable'],
    ] as const
  ).map(([status, code]) => ({
    name: `Graph answers ${status}`,
    code,
    arrange: (d: Arranged) => d.graph.faults.add({ ...OPTIONS, status }),
  })),
  {
    name: 'Graph answers 429 for ever',
    code: 'graph-throttled',
    arrange: d => d.graph.faults.add({ ...OPTIONS, status: 429, retryAfter: 0 }),
  },
  {
    name: 'Graph answers what is not JSON',
    code: 'graph-malformed',
    arrange: d => d.graph.faults.add({ ...OPTIONS, malformed: true }),
  },
  {
    name: 'the challenge expires before the touch',
    code: 'challenge-expired',
    arrange: d => whenTouched(d, () => d.later(6 * 60_000)),
  },
  {
    // If the policy cannot be read before, the registration shows it.
    name: 'the AAGUID is refused',
    code: 'aaguid-refused',
    arrange: d => {
      d.graph.faults.add({ path: '/policies/', status: 403, times: 9 });
      d.graph.state.policy.keyRestrictions = { enforcementType: 'allow', aaGuids: [] };
    },
  },
  {
    name: 'the attestation is refused',
    code: 'attestation-refused',
    arrange: d => {
      d.graph.state.policy.attestationEnforced = true;
    },
  },
];

export const keyRows: readonly Row[] = [
  { name: 'a key without FIDO2', code: 'key-not-fido2', arrange: d => set(d, { u2fOnly: true }) },
  { name: 'a full key', code: 'key-full', arrange: d => set(d, { keyFull: true }) },
  { name: 'damaged CBOR', code: 'key-reply-damaged', arrange: d => set(d, { truncatedCbor: true }) },
  { name: 'an answer on another channel', code: 'key-wrong-channel', arrange: d => set(d, { wrongChannel: true }) },
  { name: 'a wrong rpIdHash', code: 'wrong-rp-id-hash', arrange: d => set(d, { wrongRpIdHash: true }) },
  { name: 'another AAGUID', code: 'credential-invalid', arrange: d => set(d, { wrongAaguid: true }) },
  {
    name: 'a bad attestation signature',
    code: 'attestation-invalid',
    arrange: d => set(d, { badAttestationSignature: true }),
  },
  { name: 'a key that answers nothing', code: 'key-silent', arrange: d => set(d, { silent: true }) },
  { name: 'a key that another program holds', code: 'key-busy', arrange: d => set(d, { busy: true }) },
  { name: 'nobody touches it', code: 'touch-timeout', arrange: d => d.key.setTouch('never') },
  { name: 'a credential of this user is on it', code: 'credential-excluded', arrange: holdPasskey },
];

export const pinRows: readonly Row[] = [
  { name: 'a wrong PIN', code: 'pin-wrong', pin: WRONG_PIN, says: '7 attempts are left' },
  { name: 'a paused key', code: 'pin-soft-blocked', arrange: d => mistype(d, 3), says: '5 attempts are left' },
  { name: 'a blocked key', code: 'pin-blocked', arrange: d => mistype(d, 8) },
];

function set({ key }: Arranged, faults: Arranged['key']['faults']): void {
  Object.assign(key.faults, faults);
}

function whenTouched({ key }: Arranged, act: () => void): void {
  key.setTouch('manual');
  key.onChange(() => {
    if (!key.state().waitingForTouch) return;
    act();
    setImmediate(() => key.touch());
  });
}

/** Enters wrong PINs. Replugs the key after every three, as a person would have to, up to the eight that block it. */
async function mistype({ key }: Arranged, times: number): Promise<void> {
  for (let i = 1; i <= times; i++) {
    await withSession(key, session =>
      session.pinToken(WRONG_PIN, { permissions: permissions.getAssertion, rpId: 'x' }).catch(() => undefined),
    );
    if (i % 3 === 0 && i < times) {
      key.powerOff();
      key.powerOn();
    }
  }
}

/** Creates a passkey of the user on the key and in the tenant. */
async function holdPasskey({ key, graph }: Arranged): Promise<void> {
  const rpId = 'login.microsoft.com';
  const authorization = `Bearer ${graph.token}`;
  const found = await fetch(`${graph.url}/v1.0/users/${USER}`, { headers: { authorization } });
  const { id } = (await found.json()) as { id: string };
  await withSession(key, async session => {
    const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId });
    const { authData } = await session.makeCredential(token, {
      clientDataHash: new Uint8Array(32),
      rp: { id: rpId },
      user: { id: Uint8Array.of(1) },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      rk: true,
    });
    const { credentialId = new Uint8Array() } = parseAuthenticatorData(authData).attestedCredentialData ?? {};
    graph.state.methods.push({
      credentialId: toBase64url(credentialId),
      userId: id,
      displayName: 'Key of before',
      createdDateTime: new Date(0).toISOString(),
      aaGuid: '',
      model: '',
      attestationLevel: 'notAttested',
      attestationCertificates: [],
      publicKey: '',
    });
  });
}
