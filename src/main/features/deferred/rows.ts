import type { BatchRow } from '../../../contract/batches/schema.ts';
import {
  type DeferredPackage,
  type DeferredRow,
  deferredStates,
  type ShownPackage,
} from '../../../contract/deferred/schema.ts';
import { fromBase64url } from '../../../ctap/bytes.ts';
import {
  type CreationOptions,
  creationOptionsSchema,
  toCreationOptions,
} from '../../services/graph/creationOptions.ts';
import type { MadePasskey } from '../enrollment/madePasskey.ts';
import type { Attempt, KeptOptions, Made, PackageRow } from './package/content.ts';
import type { OpenPackage } from './package/packageFile.ts';

/** Returns a row of a package in the contract's shape. SECURITY: without its PIN. */
export function toDeferredRow(row: PackageRow): DeferredRow {
  const { made, user } = row;
  return {
    id: row.id,
    line: row.line,
    typed: row.typed,
    user: { id: user.id, userPrincipalName: user.userPrincipalName, displayName: user.displayName },
    serial: row.serial,
    state: stateOf(row),
    made: made !== null,
    expiresAt: row.options.expiresAt,
    key: made && { aaguid: made.key.aaguid, ...named(made) },
    methodId: row.uploaded?.methodId ?? null,
    error: row.error,
    pinKept: (made?.pin ?? null) !== null,
  };
}

function named({ enrolled: { serial, product } }: Made) {
  return { ...(serial === undefined ? {} : { serial }), ...(product === undefined ? {} : { product }) };
}

function stateOf({ uploaded, made, error, attempts }: PackageRow): DeferredRow['state'] {
  if (uploaded !== null) return 'uploaded';
  if (error !== null) return 'failed';
  if (made !== null) return 'made';
  return attempts.some(isOpen) ? 'making' : 'fetched';
}

/** Returns whether an attempt may have left something on its key. */
export function isOpen({ state }: Attempt): boolean {
  return state !== 'cleaned-up';
}

/** Returns a row of the batch that the package does not have, because the check has refused its user. */
export function toRefusedRow({ id, line, typed, user, serial, error }: BatchRow): DeferredRow {
  const nothing = { made: false, expiresAt: null, key: null, methodId: null, pinKept: false };
  return { id, line, typed, user, serial, state: 'refused', error, ...nothing };
}

/** Returns a package for people. @param refused rows of its batch that it does not have */
export function toShown({ file, content }: OpenPackage, refused: readonly DeferredRow[] = []): ShownPackage {
  const rows = [...content.rows.map(toDeferredRow), ...refused].sort((one, other) => one.line - other.line);
  return { package: summaryOf(file, content, rows), rows };
}

function summaryOf(file: string, content: OpenPackage['content'], rows: readonly DeferredRow[]): DeferredPackage {
  const { id, tenant, tenantName, batch, createdAt, left } = content;
  const counts: Partial<DeferredPackage['counts']> = {};
  for (const state of deferredStates) counts[state] = rows.filter(row => row.state === state).length;
  const needed = rows.filter(({ state }) => state !== 'uploaded' && state !== 'refused');
  const [expiresAt = null] = needed.flatMap(row => row.expiresAt ?? []).sort();
  return {
    id,
    file,
    tenant,
    tenantName,
    batch: { id: batch.id, name: batch.name },
    createdAt,
    expiresAt,
    counts: counts as DeferredPackage['counts'],
    left: left.length,
  };
}

/** Returns kept creation options as bytes. @throws KeydeskError graph-malformed; ZodError */
export function optionsOf({ raw, at }: KeptOptions): CreationOptions {
  return toCreationOptions(creationOptionsSchema.parse(raw), at);
}

/** Returns what the upload registers. Undefined if the attempt has no credential. */
export function madePasskeyOf(options: KeptOptions, attempt: Attempt, made: Made): MadePasskey | undefined {
  const { credential_id, client_data_json, attestation_object } = attempt;
  if (credential_id === null || client_data_json === null || attestation_object === null) return undefined;
  const { proof, key, enrolled, profile, pinSet } = made;
  return {
    entry: {
      tenant: attempt.tenant,
      user_id: attempt.user_id,
      user_principal_name: attempt.user_principal_name,
      key_id: attempt.key_id,
      key_aaguid: attempt.key_aaguid,
      rp_id: attempt.rp_id,
      user_handle: attempt.user_handle,
      challenge_expires_at: attempt.challenge_expires_at,
      display_name: attempt.display_name,
      key_identity: attempt.key_identity,
    },
    options: optionsOf(options),
    credential: {
      credentialId: credential_id,
      clientDataJSON: client_data_json,
      attestationObject: attestation_object,
    },
    evidence: {
      authenticatorData: fromBase64url(proof.authenticatorData),
      signature: fromBase64url(proof.signature),
      clientDataJSON: fromBase64url(proof.clientDataJSON),
    },
    key: {
      ...withoutUndefined(key),
      aaguid: key.aaguid,
      firmwareVersion: key.firmwareVersion,
      enrolled,
      attestationFormats: key.attestationFormats,
    },
    pinSet,
    ...(profile === undefined ? {} : { profile }),
  };
}

function withoutUndefined({ manufacturer, vendorId, productId }: Made['key']) {
  return {
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
  };
}
