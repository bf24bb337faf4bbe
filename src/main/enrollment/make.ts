import { KeydeskError } from '../../contract/errors.ts';
import type { User } from '../../contract/users.ts';
import type { AuthenticatorInfo } from '../../ctap/ctap2/getInfo.ts';
import type { Make } from '../metadata/metadata.ts';
import type { CeremonyParts } from './parts.ts';
import { presentedKey } from './preflight.ts';
import type { VerifiedCredential } from './verify.ts';

type Parts = Pick<CeremonyParts, 'graph' | 'metadata' | 'policies'>;

/** Why nothing proves a make, where a person should know. Without a list Keydesk takes every model at its word. */
const doubts: Readonly<Record<Extract<Make, { known: false }>['reason'], string>> = {
  unlisted: '',
  'no-anchors': '',
  'no-certificates': 'it sent no certificate',
  'anchors-unreadable': 'the list of key models has no root certificate of this model that can be read',
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
  warn: (warning: { code: 'attestation-unproven'; params: { reason: string } }) => void,
): Promise<void> {
  // By the clock of the server: one of the desk that is off must not make certificates expire.
  const now = new Date(graph().clock.now());
  const make: Make =
    unchecked === undefined
      ? metadata.checkAttestation(info.aaguid, certificates, now, info.firmwareVersion)
      : { known: false, reason: 'unlisted' };
  if (make.known) return;
  const reason = unchecked ?? doubts[make.reason];
  const worthTelling = unchecked !== undefined || make.reason === 'anchors-unreadable';
  const mayMatter = worthTelling || make.reason === 'no-certificates';
  if (mayMatter && (await policies.demandsAttestation(user, presentedKey(info)))) {
    throw new KeydeskError('attestation-unproven', { reason, demanded: true });
  }
  if (worthTelling) warn({ code: 'attestation-unproven', params: { reason } });
}
