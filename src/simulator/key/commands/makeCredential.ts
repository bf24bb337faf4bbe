import { randomBytes } from 'node:crypto';
import { fromHex, toHex } from '../../../ctap/bytes.ts';
import type { CborValue } from '../../../ctap/cbor.ts';
import { attest } from '../attestationStatement.ts';
import { authData } from '../authData.ts';
import type { Authenticator } from '../authenticator.ts';
import { type CreateInputs, createOutputs, readCreateInputs } from '../createExtensions.ts';
import { CtapFailure, demand } from '../failure.ts';
import { newKeyPair } from '../keyPair.ts';
import { demandListFits, descriptorIds, needed, Parameters, texts } from '../parameters.ts';
import { permission } from '../pinToken.ts';
import type { StoredCredential } from '../state.ts';
import { precheck, verifyUser } from '../userVerification.ts';

const ES256 = -7;
const CREDENTIAL_ID_LENGTH = 32;
const MAX_USER_ID_LENGTH = 64;
const AUTH = { param: 0x08, protocol: 0x09 };
/**
 * enterpriseAttestation: by the vendor's list of relying parties, which is empty here, or by the platform's decision.
 */
const VENDOR_FACILITATED = 1;
const PLATFORM_MANAGED = 2;

/** authenticatorMakeCredential (CTAP 2.3, 6.1.2). */
export async function makeCredential(
  authenticator: Authenticator,
  request: CborValue,
  signal: AbortSignal,
): Promise<CborValue> {
  const parameters = new Parameters(needed(request));
  const clientDataHash = needed(parameters.bytes(0x01));
  const rp = needed(parameters.inner(0x02));
  const user = needed(parameters.inner(0x03));
  const algorithms = needed(parameters.list(0x04));
  const excluded = descriptorIds(parameters.list(0x05)) ?? [];
  const rpId = needed(rp.text('id'));
  const userId = needed(user.bytes('id'));
  demandTextIcons(rp, user);
  demand(userId.length > 0 && userId.length <= MAX_USER_ID_LENGTH, 'CTAP1_ERR_INVALID_LENGTH');

  await precheck(authenticator, parameters, AUTH, signal);
  chooseAlgorithm(authenticator, algorithms);
  const { rk, uv: builtIn } = readOptions(authenticator, parameters.inner(0x07), parameters.bytes(AUTH.param));
  demandAuthorization(authenticator, builtIn, parameters.bytes(AUTH.param));
  const extensions = readCreateInputs(authenticator, parameters.inner(0x06), rk);
  const enterprise = wantsEnterprise(authenticator, parameters.integer(0x0a));
  const formats = texts(parameters.list(0x0b));
  demandListFits(excluded, authenticator.profile.maxCredentialCountInList);
  const verification = { bit: permission.mc, rpId, message: clientDataHash, builtIn };
  const { uv, present } = await verifyUser(authenticator, parameters, AUTH, verification, signal);

  if (isExcluded(authenticator, rpId, excluded, uv)) {
    // The answer after a timeout is the same as after a touch, so that neither reveals more (6.1.2, step 12).
    await present(signal).catch(error => {
      if (!(error instanceof CtapFailure) || error.is('CTAP2_ERR_KEEPALIVE_CANCEL')) throw error;
    });
    throw new CtapFailure('CTAP2_ERR_CREDENTIAL_EXCLUDED');
  }
  await present(signal);

  const replaced = rk
    ? authenticator.credentialsOf(rpId).find(old => old.discoverable && old.userId === toHex(userId))
    : undefined;
  if (rk && replaced === undefined) demandRoom(authenticator);
  const credential = newCredential(authenticator, {
    rpId,
    rpName: rp.text('name'),
    userId,
    userName: user.text('name'),
    userDisplayName: user.text('displayName'),
    userIcon: authenticator.profile.keepsIcons ? user.text('icon') : undefined,
    discoverable: rk,
    extensions,
  });
  authenticator.setCredentials([...authenticator.state.credentials.filter(old => old !== replaced), credential]);

  const outputs = createOutputs(authenticator, extensions, credential, uv);
  const data = authData(authenticator, { credential, up: true, uv, attested: true, extensions: outputs });
  const response = attest(authenticator, { data, clientDataHash, enterprise, formats });
  return credential.largeBlobKey === null ? response : response.set(0x05, fromHex(credential.largeBlobKey));
}

/** An icon must be text, although newer keys do not store it (WebAuthn Level 1, 5.4.1). */
function demandTextIcons(...entities: Parameters[]): void {
  for (const entity of entities) entity.text('icon');
}

/** Every entry must be well-formed, even if its type is unknown. */
function chooseAlgorithm({ faults }: Authenticator, list: CborValue[]): void {
  const known = list.filter(item => {
    const entry = new Parameters(item);
    return needed(entry.text('type')) === 'public-key' && needed(entry.integer('alg')) === ES256;
  });
  demand(known.length > 0 || faults.ignoresAlgorithms === true, 'CTAP2_ERR_UNSUPPORTED_ALGORITHM');
}

function readOptions(
  { builtInUv, profile, state }: Authenticator,
  options: Parameters | undefined,
  param: Uint8Array | undefined,
): { rk: boolean; uv: boolean } {
  const up = options?.boolean('up');
  // In CTAP 2.0 only getAssertion has this option (CTAP 2.0, 5.1, step 3).
  demand(profile.name === 'full' ? up !== false : up === undefined, 'CTAP2_ERR_INVALID_OPTION');
  // With a pinUvAuthParam the option counts as false.
  const asked = options?.boolean('uv') === true && param === undefined;
  demand(!asked || builtInUv, profile.lackingOption);
  return { rk: options?.boolean('rk') ?? false, uv: asked || (state.alwaysUv && builtInUv) };
}

/** A key with a PIN, a finger or alwaysUv creates no credential without user verification (6.1.2, steps 6 and 8). */
function demandAuthorization(
  { isProtected, state }: Authenticator,
  builtIn: boolean,
  param: Uint8Array | undefined,
): void {
  demand(builtIn || (isProtected ? param !== undefined : !state.alwaysUv), 'CTAP2_ERR_PUAT_REQUIRED');
}

/** Returns whether the attestation should identify this very key. A CTAP 2.0 key ignores the parameter. */
function wantsEnterprise({ state, profile }: Authenticator, mode: number | undefined): boolean {
  if (mode === undefined || profile.name === 'legacy') return false;
  demand(state.enterpriseAttestation, 'CTAP1_ERR_INVALID_PARAMETER');
  demand(mode === VENDOR_FACILITATED || mode === PLATFORM_MANAGED, 'CTAP2_ERR_INVALID_OPTION');
  return mode === PLATFORM_MANAGED;
}

/** credProtect level 3 hides a credential from requests without user verification. */
function isExcluded(authenticator: Authenticator, rpId: string, ids: readonly Uint8Array[], uv: boolean): boolean {
  const wanted = new Set(ids.map(toHex));
  return authenticator.credentialsOf(rpId).some(own => wanted.has(own.id) && (own.credProtect !== 3 || uv));
}

function demandRoom({ remaining, faults }: Authenticator): void {
  demand(faults.keyFull !== true && remaining > 0, 'CTAP2_ERR_KEY_STORE_FULL');
}

function newCredential(
  { state }: Authenticator,
  made: {
    rpId: string;
    rpName: string | undefined;
    userId: Uint8Array;
    userName: string | undefined;
    userDisplayName: string | undefined;
    userIcon: string | undefined;
    discoverable: boolean;
    extensions: CreateInputs;
  },
): StoredCredential {
  const secret = () => randomBytes(32).toString('hex');
  return {
    ...newKeyPair(),
    id: randomBytes(CREDENTIAL_ID_LENGTH).toString('hex'),
    discoverable: made.discoverable,
    rpId: made.rpId,
    u2fApplication: null,
    ...(made.rpName === undefined ? {} : { rpName: made.rpName }),
    userId: toHex(made.userId),
    ...(made.userName === undefined ? {} : { userName: made.userName }),
    ...(made.userDisplayName === undefined ? {} : { userDisplayName: made.userDisplayName }),
    ...(made.userIcon === undefined ? {} : { userIcon: made.userIcon }),
    credProtect: made.extensions.credProtect ?? 1,
    credBlob: made.extensions.credBlob === undefined ? null : toHex(made.extensions.credBlob),
    largeBlobKey: made.extensions.largeBlobKey ? secret() : null,
    thirdPartyPayment: made.extensions.thirdPartyPayment,
    credRandom: made.extensions.hmacSecret ? { withUv: secret(), withoutUv: secret() } : null,
    order: state.nextOrder++,
  };
}
