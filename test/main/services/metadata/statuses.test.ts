import { describe, expect, test } from 'vitest';
import { judgeStatuses, statusReportSchema } from '../../../../src/main/services/metadata/statuses.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
type Report = Record<string, unknown>;

const judge = (reports: readonly Report[], firmware?: number, current?: number) =>
  judgeStatuses(
    reports.map(report => statusReportSchema.parse(report)),
    { firmware, current, now: NOW },
  );
const report = (status: string, effectiveDate?: string, authenticatorVersion?: number): Report => ({
  status,
  ...(effectiveDate === undefined ? {} : { effectiveDate }),
  ...(authenticatorVersion === undefined ? {} : { authenticatorVersion }),
});
const bypass = (date?: string, version?: number) => report('USER_VERIFICATION_BYPASS', date, version);
const update = (date?: string, version?: number) => report('UPDATE_AVAILABLE', date, version);
const L1 = (date?: string, version?: number) => report('FIDO_CERTIFIED_L1', date, version);

/** MDS 3.1, 3.1.3 and 3.1.4. */
describe('a model of key', () => {
  test.each<[string, Report[], number?, number?]>([
    ['certified', [L1('2024-01-01')]],
    [
      'with a bypass in firmware 1, mended in 2, with firmware 2',
      [bypass('2024-01-01', 1), update('2024-06-01', 2)],
      2,
    ],
    ['the same with firmware 3', [bypass('2024-01-01', 1), update('2024-06-01', 2)], 3],
    ['with a bypass in firmware 1 alone, with firmware 2', [L1('2023-01-01', 1), bypass('2024-01-01', 1)], 2],
    ['with a bypass of all firmware, mended in 2, with firmware 2', [bypass('2024-01-01'), update('2024-06-01', 2)], 2],
    ['mended in the version of its statement', [bypass('2024-01-01'), update('2024-06-01')], 7, 7],
    ['certified again in firmware 2, with firmware 2', [bypass('2024-01-01', 1), L1('2025-01-01', 2)], 2],
    ['certified again, for all firmware', [bypass('2024-01-01', 1), L1('2025-01-01')]],
    ['revoked from 2098 on', [L1('2024-01-01'), report('REVOKED', '2098-01-01')]],
    ['revoked from a moment in 2098 on', [L1('2024-01-01'), report('REVOKED', '2098-01-01T00:00:00Z')]],
    ['whose mend is listed before the trouble', [update('2024-06-01', 2), bypass('2024-01-01', 1)], 2],
    ['whose trouble has run out', [{ ...bypass('2024-01-01'), sunsetDate: '2025-01-01' }]],
    ['with statuses that nobody here knows', [report('FIPS140_CERTIFIED_L2'), report('RETIRED'), report('SOMETHING')]],
    ['without reports', []],
  ])('is not in trouble: %s', (_, reports, firmware, current) => {
    expect(judge(reports, firmware, current).troubles).toEqual([]);
  });

  test.each<[string, Report[], number?, number?]>([
    ['revoked', [L1('2024-01-01'), report('REVOKED', '2024-06-01')]],
    ['revoked today', [report('REVOKED', '2026-11-26')]],
    ['revoked without a date', [report('REVOKED')]],
    ['revoked on a day that is none', [report('REVOKED', 'soon')]],
    [
      'with a bypass in firmware 1, mended in 2, with firmware 1',
      [bypass('2024-01-01', 1), update('2024-06-01', 2)],
      1,
    ],
    ['with a bypass in firmware 2, with firmware 1', [bypass('2024-01-01', 2)], 1],
    ['with firmware that it does not tell', [bypass('2024-01-01', 1), update('2024-06-01', 2)]],
    ['with an update of unknown version', [bypass('2024-01-01'), update('2024-06-01')], 7],
    ['whose statement names a version that it does not have', [bypass('2024-01-01'), update('2024-06-01')], 6, 7],
    ['that has a new trouble after the update', [update('2024-06-01', 2), bypass('2025-01-01', 2)], 2],
    ['whose update comes in 2098', [bypass('2024-01-01', 1), update('2098-01-01', 2)], 1],
    ['that is not certified any more, which mends nothing', [bypass('2024-01-01'), report('NOT_FIDO_CERTIFIED')], 2],
    ['with a version that is no number', [{ ...bypass('2024-01-01'), authenticatorVersion: 'two' }], 3],
    ['with a compromised user key', [report('USER_KEY_PHYSICAL_COMPROMISE', '2024-01-01')]],
    ['with a compromised attestation key', [report('ATTESTATION_KEY_COMPROMISE', '2024-01-01')]],
    ['with a remote compromise', [report('USER_KEY_REMOTE_COMPROMISE', '2024-01-01')]],
  ])('is in trouble: %s', (_, reports, firmware, current) => {
    expect(judge(reports, firmware, current).troubles).toHaveLength(1);
  });

  test.each<[string, Report[], number | undefined, string | null]>([
    ['the latest', [L1('2023-01-01'), report('FIDO_CERTIFIED_L2', '2024-01-01')], undefined, 'FIDO_CERTIFIED_L2'],
    [
      'the latest by date',
      [report('FIDO_CERTIFIED_L2', '2024-01-01'), L1('2023-01-01')],
      undefined,
      'FIDO_CERTIFIED_L2',
    ],
    ['of its firmware', [L1('2023-01-01', 1), report('FIDO_CERTIFIED_L2', '2024-01-01', 5)], 3, 'FIDO_CERTIFIED_L1'],
    ['of older firmware', [L1('2023-01-01', 1)], 9, 'FIDO_CERTIFIED_L1'],
    ['not one of newer firmware', [L1('2023-01-01', 5)], 3, null],
    ['none that begins later', [L1('2098-01-01')], undefined, null],
    ['none that has run out', [{ ...L1('2023-01-01'), sunsetDate: '2026-11-26' }], undefined, null],
    ['none where the latest says so', [L1('2023-01-01'), report('NOT_FIDO_CERTIFIED', '2024-01-01')], undefined, null],
    [
      'again after that',
      [report('NOT_FIDO_CERTIFIED', '2023-01-01'), L1('2024-01-01')],
      undefined,
      'FIDO_CERTIFIED_L1',
    ],
    ['none where it was revoked', [L1('2023-01-01'), report('REVOKED', '2024-01-01')], undefined, null],
  ])('has the certification that counts: %s', (_, reports, firmware, certification) => {
    expect(judge(reports, firmware).certification).toBe(certification);
  });

  test('shows the statuses in effect by their dates', () => {
    const reports = [report('REVOKED', '2098-01-01'), L1('2024-01-01'), report('FIDO_CERTIFIED', '2023-01-01')];
    expect(judge(reports).statuses).toEqual(['FIDO_CERTIFIED', 'FIDO_CERTIFIED_L1']);
  });
});
