import { concat, fromHex, toHex } from '../../../ctap/bytes.ts';
import type { CborMap, CborValue } from '../../../ctap/cbor.ts';
import { type AssertInputs, assertOutputs, readAssertInputs } from '../assertExtensions.ts';
import { authData } from '../authData.ts';
import type { Authenticator } from '../authenticator.ts';
import { CtapFailure, demand } from '../failure.ts';
import { demandListFits, descriptorIds, needed, Parameters } from '../parameters.ts';
import { permission } from '../pinToken.ts';
import { padded, signEs256 } from '../signatures.ts';
import type { StoredCredential } from '../state.ts';
import { precheck, verifyUser } from '../userVerification.ts';

const AUTH = { param: 0x06, protocol: 0x07 };

interface Assertion {
  clientDataHash: Uint8Array;
  up: boolean;
  uv: boolean;
  /** Whether further responses may still be returned. */
  holds(): boolean;
  extensions: AssertInputs;
}

/** authenticatorGetAssertion (CTAP 2.3, 6.2.2). */
export async function getAssertion(
  authenticator: Authenticator,
  request: CborValue,
  signal: AbortSignal,
): Promise<CborValue> {
  const parameters = new Parameters(needed(request));
  const rpId = needed(parameters.text(0x01));
  const clientDataHash = needed(parameters.bytes(0x02));
  const allowList = parameters.list(0x03);
  // An empty list allows all credentials, like an absent one (6.2.2, step 7). A list with only unknown types allows
  // none.
  const allowed = allowList?.length === 0 ? undefined : descriptorIds(allowList);
  const options = parameters.inner(0x05);
  await precheck(authenticator, parameters, AUTH, signal);
  const { builtInUv, profile, state } = authenticator;
  demand(options?.boolean('rk') === undefined, profile.misplacedOption);
  const asked = options?.boolean('uv') === true && parameters.bytes(AUTH.param) === undefined;
  demand(!asked || builtInUv, profile.lackingOption);
  const silent = options?.boolean('up') === false;
  demand(!silent || authenticator.faults.silentAssertion !== 'refused', 'CTAP2_ERR_UNSUPPORTED_OPTION');
  const up = !silent || authenticator.faults.silentAssertion === 'wants-touch';

  demandListFits(allowed, profile.maxCredentialCountInList);
  const builtIn = asked || (state.alwaysUv && up && builtInUv);
  const verification = { bit: permission.ga, rpId, message: clientDataHash, builtIn };
  const { uv, holds, present } = await verifyUser(authenticator, parameters, AUTH, verification, signal);
  demand(uv || !(state.alwaysUv && up), 'CTAP2_ERR_PUAT_REQUIRED');

  const credentials = eligible(authenticator, rpId, allowed, uv);
  const extensions = readAssertInputs(authenticator, parameters.inner(0x04), up);
  if (credentials.length === 0) throw new CtapFailure('CTAP2_ERR_NO_CREDENTIALS');
  if (up) await present(signal);
  const assertion: Assertion = { clientDataHash, up, uv, holds, extensions };
  return respond(authenticator, allowed === undefined ? credentials : credentials.slice(0, 1), assertion);
}

/** authenticatorGetNextAssertion (CTAP 2.3, 6.3). */
export function getNextAssertion(authenticator: Authenticator): CborValue {
  return authenticator.sequence.next('assertions');
}

/** Returns the credentials that match, newest first, after applying credProtect (CTAP 2.3, 12.1). */
function eligible(
  authenticator: Authenticator,
  rpId: string,
  allowed: Uint8Array[] | undefined,
  uv: boolean,
): StoredCredential[] {
  const wanted = allowed && new Set(allowed.map(toHex));
  return authenticator.credentialsOf(rpId).filter(credential => {
    if (wanted === undefined) return credential.discoverable && (uv || credential.credProtect === 1);
    return wanted.has(credential.id) && (uv || credential.credProtect !== 3);
  });
}

function respond(
  authenticator: Authenticator,
  credentials: readonly StoredCredential[],
  assertion: Assertion,
): CborValue {
  const [first, ...others] = credentials;
  demand(first !== undefined, 'CTAP2_ERR_NO_CREDENTIALS');
  // Names are returned only to a verified user, and only if there are several credentials.
  const names = assertion.uv && others.length > 0;
  const response = sign(authenticator, first, assertion, names);
  if (others.length === 0) return response;
  authenticator.sequence.begin(
    'assertions',
    others.map(next => () => sign(authenticator, next, assertion, names)),
    assertion.holds,
  );
  return response.set(0x05, credentials.length);
}

function sign(
  authenticator: Authenticator,
  credential: StoredCredential,
  assertion: Assertion,
  names: boolean,
): CborMap {
  const { up, uv, clientDataHash } = assertion;
  const extensions = assertOutputs(assertion.extensions, credential, uv);
  const data = authData(authenticator, { credential, up, uv, attested: false, extensions });
  const signature = signEs256(credential.privateKey, concat(data, clientDataHash));
  if (authenticator.faults.badAssertionSignature === true) {
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 0xff;
  }
  const response: CborMap = new Map<number, CborValue>([
    [
      0x01,
      new Map<string, CborValue>([
        ['id', fromHex(credential.id)],
        ['type', 'public-key'],
      ]),
    ],
    [0x02, data],
    [0x03, authenticator.faults.paddedSignature === true ? padded(signature) : signature],
  ]);
  if (credential.discoverable) {
    const { userName, userDisplayName, userIcon } = credential;
    response.set(
      0x04,
      new Map<string, CborValue>([
        ['id', fromHex(credential.userId)],
        ['name', names ? userName : undefined],
        ['displayName', names ? userDisplayName : undefined],
        ['icon', names ? userIcon : undefined],
      ]),
    );
  }
  if (assertion.extensions.largeBlobKey && credential.largeBlobKey !== null) {
    response.set(0x07, fromHex(credential.largeBlobKey));
  }
  return response;
}
