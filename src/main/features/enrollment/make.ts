import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { Make } from '../../services/metadata/checkMake.ts';
import { presentedKey } from './look.ts';
import type { CeremonyParts } from './parts.ts';
import type { Doubt, VerifiedCredential } from './verify.ts';

type Parts = Pick<CeremonyParts, 'graph' | 'metadata' | 'policies'>;

/** The parameters of a failure about a doubtful attestation. */
type DoubtParams = { reason: string; value?: string };

const NO_CERTIFICATE = 'no-certificate';

/**
 * Why an attestation does not prove the model. Undefined if no list describes the model's attestation: then there is no reason for doubt.
 */
const doubts: Readonly<Record<Extract<Make, { known: false }>['reason'], string | undefined>> = {
  unlisted: undefined,
  'no-anchors': undefined,
  'no-certificates': NO_CERTIFICATE,
  'anchors-unreadable': 'anchors-unreadable',
};

/**
 * Checks the attestation of a new credential before it is registered. A wrong attestation ends the enrollment: the credential was not
 * submitted and is deleted from the key. An attestation that cannot be checked ends it only if the tenant's policy requires attestation.
 * Otherwise Entra decides, and a person gets a warning (decision 26).
 * @param warn called with the warning
 * @throws KeydeskError attestation-untrusted, attestation-expired, attestation-unproven, key-model-refused
 */
export async function judgeMake(
  { graph, metadata, policies }: Parts,
  user: User,
  info: Pick<AuthenticatorInfo, 'aaguid' | 'attestationFormats' | 'firmwareVersion'>,
  { certificates, doubt: unchecked }: VerifiedCredential,
  warn: (warning: { code: 'attestation-unproven'; params: DoubtParams }) => void,
): Promise<void> {
  // Uses the server's clock: a wrong clock on the desk must not make certificates expire.
  const now = new Date(graph().clock.now());
  const make = metadata.checkAttestation(info.aaguid, certificates, now, info.firmwareVersion);
  const doubt = unchecked ?? (make.known ? undefined : doubtOf(make.reason));
  if (doubt === undefined) return;
  const params: DoubtParams = { ...doubt };
  if (await policies.demandsAttestation(user, presentedKey(info))) {
    throw new KeydeskError('attestation-unproven', { ...params, demanded: true });
  }
  // No warning here: keys without a certificate are common, and so are tenants that require none.
  if (doubt.reason !== NO_CERTIFICATE) warn({ code: 'attestation-unproven', params });
}

function doubtOf(reason: keyof typeof doubts): Doubt | undefined {
  const doubt = doubts[reason];
  return doubt === undefined ? undefined : { reason: doubt };
}
