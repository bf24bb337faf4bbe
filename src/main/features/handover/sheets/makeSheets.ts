import { KeydeskError } from '../../../../contract/errors/errors.ts';
import type { SheetsRequest } from '../../../../contract/handover/schema.ts';
import { base64Parts } from '../../../base/report/pdfParts.ts';
import type { HandoverContext } from '../context.ts';
import { usablePassphrase } from '../passphrase.ts';
import { chosenRows, isDone, isDue, pinsOf, recordPins } from '../rows.ts';
import { userLanguages } from '../userLanguages.ts';
import { organizationOf, sheetOf } from './facts.ts';
import type { UserSheet } from './sheetsPdf.ts';

/**
 * Returns the sheets of a batch as base64 parts of a PDF. Everything is checked before the first part.
 * @throws KeydeskError batch-not-found, batch-row-not-found, handover-empty, handover-passphrase, handover-pins-gone, batch-pin-sealed
 */
export async function makeSheets(context: HandoverContext, request: SheetsRequest): Promise<AsyncGenerator<string>> {
  const { id, rowIds, pins: place, paper, fallback, language } = request;
  const { name } = await context.batches.get(id);
  // SECURITY: a PDF with PINs exists only encrypted.
  const passphrase =
    place === 'none' && request.passphrase === undefined ? undefined : usablePassphrase(request.passphrase);
  const chosen = await chosenRows(context, id, rowIds);
  // A chosen row whose PIN is gone is reported, not left out.
  const rows = chosen.filter(place === 'none' || rowIds !== undefined ? isDone : isDue);
  if (rows.length === 0) throw new KeydeskError('handover-empty');
  const pins = await pinsOf(context, place === 'none' ? [] : rows, request.missingPins);
  const languages = language === undefined ? await userLanguages(context, rows) : new Map<string, never>();
  const sheets = rows.map((row): UserSheet => {
    const facts = sheetOf(row, languages.get(row.id) ?? language ?? fallback);
    const pin = pins.get(row.id);
    if (pin === undefined) return { ...facts, pin: 'none' };
    return place === 'same' ? { ...facts, pin: { here: pin } } : { ...facts, pin: 'elsewhere', foldedPin: pin };
  });
  const organization = await organizationOf(context);
  const printed = rows.filter(row => pins.has(row.id));
  if (place !== 'none')
    await recordPins(context, 'batch-pin-printed', printed, { batch: name, protection: 'passphrase' });
  // Loaded only if needed: its libraries and fonts are large.
  const { sheetsPdf } = await import('./sheetsPdf.ts');
  const protection = passphrase === undefined ? 'none' : { passphrase };
  return base64Parts(sheetsPdf({ sheets, paper, organization, language: language ?? fallback, protection }));
}
