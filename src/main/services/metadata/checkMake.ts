import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Model } from '../../../contract/metadata/schema.ts';
import type { CachedModel } from './cache.ts';
import { type Certificate, certificatesOf, isSame } from './certificates.ts';
import { entriesOf, type MetadataContext } from './context.ts';
import { judgePath } from './path.ts';
import { certificatesIn, judgeStatuses, type StatusReport } from './statuses.ts';

/**
 * What Keydesk knows about the model of a credential. `unknown` means that nothing disproves or proves it. Its `reason`
 * is one of these: no list has the model, the model has no trust anchors, none of its anchors can be read, or the
 * credential has no certificates.
 */
export type Make =
  | { readonly known: true }
  | { readonly known: false; readonly reason: 'unlisted' | 'no-anchors' | 'anchors-unreadable' | 'no-certificates' };

interface Attestation {
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  /** The time at which certificates must be valid. */
  readonly now: Date;
  readonly firmware: number | undefined;
}

/** Returns a model for a key of unknown firmware, or undefined if no list has it. */
export function modelOf(context: MetadataContext, aaguid: string): Model | undefined {
  const [entry] = entriesOf(context, aaguid);
  if (entry === undefined) return undefined;
  const { certification, statuses } = standing(context, entry);
  return { name: entry.name, certification, statuses: [...statuses] };
}

/** Refuses a model that has a disqualifying status in any list. @throws KeydeskError key-model-refused */
export function checkModel(context: MetadataContext, aaguid: string, firmware: number | undefined): void {
  // A report with certificates is about one batch. It can be checked after the key has sent its own certificates (MDS
  // 3.1, 3.1.4).
  refuseIf(context, aaguid, firmware, report => certificatesIn(report).length === 0);
}

/**
 * Checks a credential's certificates against the trust anchors of all lists that have the model.
 * @throws KeydeskError attestation-untrusted if they lead to no anchor, attestation-expired if one of them is not
 * valid, key-model-refused for a batch with a disqualifying status
 */
export function checkAttestation(
  context: MetadataContext,
  aaguid: string,
  { certificates: encoded, now, firmware }: Attestation,
): Make {
  const entries = entriesOf(context, aaguid);
  const [entry] = entries;
  if (entry === undefined) return { known: false, reason: 'unlisted' };
  const listed = entries.flatMap(({ roots }) => roots);
  // A listed model without trust anchors signs its attestation itself. A key without certificates proves no maker.
  if (listed.length === 0) return { known: false, reason: 'no-anchors' };
  if (encoded.length === 0) return { known: false, reason: 'no-certificates' };
  const anchors = certificatesOf(listed);
  if (anchors.length === 0) return { known: false, reason: 'anchors-unreadable' };
  const certificates = certificatesOf(encoded);
  refuseIf(context, aaguid, firmware, report => isAbout(report, certificates));
  const path = judgePath(certificates, anchors, now);
  if (path.verdict === 'untrusted') throw new KeydeskError('attestation-untrusted', { model: entry.name });
  if (path.verdict === 'not-valid-now') {
    const { validFromDate, validToDate } = path.certificate.x509;
    throw new KeydeskError('attestation-expired', { from: dayOf(validFromDate), until: dayOf(validToDate) });
  }
  return { known: true };
}

function isAbout(report: StatusReport, certificates: readonly Certificate[]): boolean {
  const named = certificatesOf(certificatesIn(report));
  return named.some(one => certificates.some(other => isSame(one, other)));
}

function refuseIf(
  context: MetadataContext,
  aaguid: string,
  firmware: number | undefined,
  concerns: (report: StatusReport) => boolean,
): void {
  for (const entry of entriesOf(context, aaguid)) {
    const trouble = standing(context, entry, firmware).troubles.find(concerns);
    if (trouble === undefined) continue;
    throw new KeydeskError('key-model-refused', { model: entry.name, status: trouble.status });
  }
}

function standing({ clock }: MetadataContext, { reports, version: current }: CachedModel, firmware?: number) {
  return judgeStatuses(reports, { firmware, current, now: clock() });
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
