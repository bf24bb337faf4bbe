import { z } from 'zod';

/** A day as YYYY-MM-DD; of a point in time the day counts. Anything else counts as absent. */
const daySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T|$)/)
  .transform(text => text.slice(0, 10))
  .optional()
  .catch(undefined);

/**
 * A status report of a model (FIDO Metadata Service 3.1, 3.1.3). Members of another type than expected count as absent: what
 * is left of the report still says something.
 */
export const statusReportSchema = z.object({
  status: z.string(),
  effectiveDate: daySchema,
  sunsetDate: daySchema,
  /** The firmware that the report is about. */
  authenticatorVersion: z.number().int().nonnegative().optional().catch(undefined),
  /** The attestation certificate, or its issuer, that the report is about: base64 of DER. */
  batchCertificate: z.string().optional().catch(undefined),
  certificate: z.string().optional().catch(undefined),
});
export type StatusReport = z.infer<typeof statusReportSchema>;

/** Statuses with which a key must not be handed out (FIDO Metadata Service 3.1, 3.1.4). */
const DISQUALIFYING: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/** What the reports of a model mean for one firmware of it, today. */
export interface Standing {
  /** The latest certification, e.g. FIDO_CERTIFIED_L2; null where the latest word is that there is none. */
  readonly certification: string | null;
  /** Statuses of the reports in effect, oldest first. */
  readonly statuses: readonly string[];
  /** Disqualifying reports that concern this firmware and that no later report mends. */
  readonly troubles: readonly StatusReport[];
}

/**
 * Judges the status reports of a model: the latest one that applies to the firmware counts.
 *
 * - A report counts from its effectiveDate on, and until its sunsetDate. Without a date it is in effect while it is listed.
 * - A trouble concerns the firmware that it names and older ones; without a version, every firmware.
 * - A certification counts for the firmware that it names and newer ones. It mends earlier troubles.
 * - UPDATE_AVAILABLE mends earlier troubles where the key is known to have that firmware. The firmware of the update stands in the
 *   report, or else in the statement (3.1.4).
 *
 * A key that does not tell its firmware is not taken for mended.
 * @param firmware firmwareVersion of getInfo
 * @param current authenticatorVersion of the metadata statement
 */
export function judgeStatuses(
  reports: readonly StatusReport[],
  { firmware, current, now }: { firmware: number | undefined; current: number | undefined; now: Date },
): Standing {
  const inEffect = inOrder(reports).filter(report => isInEffect(report, now));
  let certification: string | null = null;
  let troubles: StatusReport[] = [];
  for (const report of inEffect) {
    const { status, authenticatorVersion: version } = report;
    if (DISQUALIFYING.includes(status)) {
      if (version === undefined || firmware === undefined || firmware <= version) troubles.push(report);
      if (status === 'REVOKED') certification = null;
    } else if (status.startsWith('FIDO_CERTIFIED')) {
      if (version === undefined || firmware === undefined || firmware >= version) certification = status;
      if (version === undefined || hasFirmware(firmware, version)) troubles = [];
    } else if (status === 'UPDATE_AVAILABLE') {
      if (hasFirmware(firmware, version ?? current)) troubles = [];
    } else if (status === 'NOT_FIDO_CERTIFIED') certification = null;
  }
  return { certification, statuses: inEffect.map(({ status }) => status), troubles };
}

/** The certificates that a report is about; none where it is about every key of the model. */
export function certificatesIn({ batchCertificate, certificate }: StatusReport): string[] {
  return [batchCertificate, certificate].filter(encoded => encoded !== undefined && encoded !== '') as string[];
}

function hasFirmware(firmware: number | undefined, wanted: number | undefined): boolean {
  return firmware !== undefined && wanted !== undefined && firmware >= wanted;
}

/** By their dates, for lists are not always in order; a report without one stays behind its predecessor. */
function inOrder(reports: readonly StatusReport[]): StatusReport[] {
  let day = '';
  const dated = reports.map(report => {
    day = report.effectiveDate ?? day;
    return { report, day };
  });
  return dated.toSorted((one, other) => one.day.localeCompare(other.day)).map(({ report }) => report);
}

function isInEffect({ effectiveDate, sunsetDate }: StatusReport, now: Date): boolean {
  const today = now.toISOString().slice(0, 10);
  return (effectiveDate === undefined || effectiveDate <= today) && (sunsetDate === undefined || today < sunsetDate);
}
