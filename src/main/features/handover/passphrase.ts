import { KeydeskError } from '../../../contract/errors/errors.ts';
import { MIN_PASSPHRASE } from '../../../contract/handover/schema.ts';
import { MAX_PDF_PASSPHRASE } from '../../base/report/pdfEncryption.ts';

/** How many different characters a passphrase has at least. */
const MIN_DIFFERENT = 5;

/**
 * Returns a passphrase in the form in which files use it. SECURITY: one form for all files (NFKC, spaces are ASCII), because readers of a PDF
 * normalize what a person types (SASLprep), and others do not.
 * @throws KeydeskError handover-passphrase
 */
export function usablePassphrase(given: string | undefined): string {
  if (given === undefined || given === '') throw refused('missing');
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(given)) throw refused('characters');
  const passphrase = given.replaceAll(/\p{Zs}/gu, ' ').normalize('NFKC');
  if ([...passphrase].length < MIN_PASSPHRASE) throw refused('too-short');
  if (Buffer.byteLength(passphrase) > MAX_PDF_PASSPHRASE) throw refused('too-long');
  if (new Set(passphrase).size < MIN_DIFFERENT) throw refused('too-simple');
  return passphrase;
}

function refused(reason: string): KeydeskError {
  return new KeydeskError('handover-passphrase', { reason, min: MIN_PASSPHRASE, max: MAX_PDF_PASSPHRASE });
}
