import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordSignInRequest } from '../../../contract/record/schema.ts';
import { addressText, parseAddress } from '../../base/record/address.ts';
import { authoritiesIn, readClientCertificate } from '../../base/record/clientCertificate.ts';
import type { RecordReach } from '../../base/record/state.ts';
import type { Vault } from '../../services/auth/vault.ts';
import { RECORD_CERTIFICATE, RECORD_PASSWORD, type RecordMeans } from '../../services/record/means.ts';
import type { RecordFeatureParts } from './record.ts';

/** How a desk is about to sign in to a record, before anything of it is stored. */
export interface NewReach {
  readonly reach: RecordReach;
  /** The means of this desk with the secrets that were just given. */
  readonly means: RecordMeans;
  /** Seals the secrets, and deletes those of another way to sign in. @throws KeydeskError secrets-unwritable */
  keep(): Promise<void>;
}

/**
 * Reads how to sign in to a record.
 * @param before How this desk signs in now. What the request leaves out stays
 * @throws KeydeskError record-url-invalid, record-ca-unusable, record-certificate-unusable, record-certificate-expired, record-entra-connection,
 * record-password-unkept
 */
export function newReach(parts: ReachParts, request: ReachRequest, before?: RecordReach): NewReach {
  const { vault } = parts;
  const { reach, means, secrets } = readReach(parts, request, before);
  if (secrets.size > 0 && !vault.lasting) {
    throw new KeydeskError('record-password-unkept', {
      what: secrets.has(RECORD_CERTIFICATE) ? 'certificate' : 'password',
    });
  }
  return {
    reach,
    means,
    keep: async () => {
      for (const [name, text] of secrets) await vault.write(name, text);
      await dropOthers(vault, reach.signIn);
    },
  };
}

/**
 * Reads how to sign in to a record once. Nothing of it is kept.
 * @param before What the request leaves out
 * @throws KeydeskError record-url-invalid, record-ca-unusable, record-certificate-unusable, record-certificate-expired, record-entra-connection
 */
export function reachOnce(
  parts: ReachParts,
  request: ReachRequest,
  before?: RecordReach,
): Pick<NewReach, 'reach' | 'means'> {
  const { reach, means } = readReach(parts, request, before);
  return { reach, means };
}

type ReachParts = Pick<RecordFeatureParts, 'vault' | 'means' | 'connected'>;
type ReachRequest = RecordSignInRequest & { readonly url: string };

function readReach({ vault, means, connected }: ReachParts, request: ReachRequest, before: RecordReach | undefined) {
  const url = addressText(parseAddress(request.url));
  const ca = request.ca === undefined ? (before?.ca ?? null) : authoritiesIn(request.ca);
  const { signIn, secrets, connection = null, certificateUntil = null } = wayOf(request, connected) ?? kept(before);
  const reach: RecordReach = { url, ca, signIn, connection, certificateUntil };
  const read = async (name: string) => secrets.get(name) ?? (await vault.read(name));
  return { reach, secrets, means: { ...means, vault: { read } } };
}

/** Deletes the secrets of a record, except those of one way to sign in. @throws KeydeskError secrets-unwritable */
export async function dropOthers(vault: Vault, signIn?: RecordReach['signIn']): Promise<void> {
  if (signIn !== 'password') await vault.remove(RECORD_PASSWORD);
  if (signIn !== 'certificate') await vault.remove(RECORD_CERTIFICATE);
}

interface Way extends Pick<RecordReach, 'signIn' | 'connection' | 'certificateUntil'> {
  /** What has to be sealed, by the name in the vault. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Returns the way to sign in that a request names, or undefined if it names none. */
function wayOf(
  { password, certificate, entra, passwordFile }: RecordSignInRequest,
  connected: RecordFeatureParts['connected'],
): Way | undefined {
  if (password !== undefined) return { signIn: 'password', secrets: new Map([[RECORD_PASSWORD, password]]) };
  if (certificate !== undefined) {
    const read = readClientCertificate(Buffer.from(certificate.file, 'base64'), certificate.passphrase);
    const secrets = new Map([[RECORD_CERTIFICATE, JSON.stringify(read.certificate)]]);
    return { signIn: 'certificate', secrets, certificateUntil: read.until };
  }
  if (passwordFile === true) return { signIn: 'none', secrets: new Map() };
  if (entra !== true) return undefined;
  const connection = connected();
  if (connection === null || connection.signIn === 'token') throw new KeydeskError('record-entra-connection', {});
  return { signIn: 'entra', secrets: new Map(), connection: connection.id };
}

function kept(before: RecordReach | undefined): Way {
  return { ...before, signIn: before?.signIn ?? 'none', secrets: new Map() };
}
