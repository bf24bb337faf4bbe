import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { Make } from '../../services/metadata/checkMake.ts';
import type { CeremonyParts } from './parts.ts';
import { presentedKey } from './preflight.ts';
import type { Doubt, VerifiedCredential } from './verify.ts';

type Parts = Pick<CeremonyParts, 'graph' | 'metadata' | 'policies'>;

/** A doubt as the parameters of a failure. */
type DoubtParams = { reason: string; value?: string };

const NO_CERTIFICATE = 'no-certificate';

/** Why nothing proves a make. Where no list says what to expect of a model, there is nothing to doubt. */
const doubts: Readonly<Record<Extract<Make, { known: false }>['reason'], string | undefined>> = {
  unlisted: undefined,
  'no-anchors': undefined,
  'no-certificates': NO_CERTIFICATE,
  'anchors-unreadable': 'anchors-unreadable',
};

/**
 * Judges a new credential by its attestation before it is registered. What is shown to be wrong ends the enrollment: the credential
 * was never submitted and is deleted from the key. What only cannot be checked ends it where the tenant's policy demands
 * attestation; otherwise Entra decides, and a person is told (decision 26).
 * @param warn called with what the person should know
 * @throws KeydeskError attestation-untrusted, attestation-expired, attestation-unproven, key-model-refused
 */
export async function judgeMake(
  { graph, metadata, policies }: Parts,
  user: User,
  info: AuthenticatorInfo,
  { certificates, doubt: unchecked }: VerifiedCredential,
  warn: (warning: { code: 'attestation-unproven'; params: DoubtParams }) => void,
): Promise<void> {
  // By the clock of the server: one of the desk that is off must not make certificates expire.
  const now = new Date(graph().clock.now());
  const make = metadata.checkAttestation(info.aaguid, certificates, now, info.firmwareVersion);
  const doubt = unchecked ?? (make.known ? undefined : doubtOf(make.reason));
  if (doubt === undefined) return;
  const params: DoubtParams = { ...doubt };
  if (await policies.demandsAttestation(user, presentedKey(info))) {
    throw new KeydeskError('attestation-unproven', { ...params, demanded: true });
  }
  // Keys that send no certificate are as common as tenants that want none.
  if (doubt.reason !== NO_CERTIFICATE) warn({ code: 'attestation-unproven', params });
}

function doubtOf(reason: keyof typeof doubts): Doubt | undefined {
  const doubt = doubts[reason];
  return doubt === undefined ? undefined : { reason: doubt };
}
