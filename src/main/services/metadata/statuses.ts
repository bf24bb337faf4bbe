import { z } from 'zod';

/** A day as YYYY-MM-DD, or the day of a point in time. Anything else counts as missing. */
const daySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T|$)/)
  .transform(text => text.slice(0, 10))
  .optional()
  .catch(undefined);

/**
 * A status report of a model (FIDO Metadata Service 3.1, 3.1.3). Members of an unexpected type count as missing; the
 * rest of the report is used.
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

/** Statuses that forbid the use of a key (FIDO Metadata Service 3.1, 3.1.4). */
const DISQUALIFYING: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/** The result of a model's reports for one firmware, today. */
export interface Standing {
  /** The latest certification, for example FIDO_CERTIFIED_L2; null if the latest report says that there is none. */
  readonly certification: string | null;
  /** The statuses of the reports in effect, oldest first. */
  readonly statuses: readonly string[];
  /** Disqualifying reports about this firmware that no later report resolves. */
  readonly troubles: readonly StatusReport[];
}

/**
 * Evaluates the status reports of a model: the latest one that applies to the firmware counts.
 *
 * - A report is in effect from its effectiveDate until its sunsetDate. Without a date it is in effect while it is
 * listed.
 * - A disqualifying report applies to the firmware in it and to older ones. Without a version it applies to every
 * firmware.
 * - A certification applies to the firmware in it and to newer ones. It resolves earlier disqualifying reports.
 * - UPDATE_AVAILABLE resolves earlier disqualifying reports if the key is known to have that firmware. The firmware of
 * the update is in the report, or otherwise in the statement (3.1.4).
 *
 * A report is not resolved for a key of unknown firmware.
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

/** Returns the certificates that a report is about. Returns none if it is about every key of the model. */
export function certificatesIn({ batchCertificate, certificate }: StatusReport): string[] {
  return [batchCertificate, certificate].filter(encoded => encoded !== undefined && encoded !== '') as string[];
}

function hasFirmware(firmware: number | undefined, wanted: number | undefined): boolean {
  return firmware !== undefined && wanted !== undefined && firmware >= wanted;
}

/** Sorts reports by date, because lists are not always sorted. A report without a date stays behind its predecessor. */
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
