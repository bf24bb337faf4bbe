import { KeydeskError } from '../../../contract/errors/errors.ts';
import { spokenLanguage } from '../../../words/say.ts';
import type { HandoverContext } from './context.ts';
import { chosenRows, isDue, pinsOf, recordPins } from './rows.ts';
import { organizationOf, sheetOf } from './sheets/facts.ts';
import { userLanguages } from './userLanguages.ts';

/**
 * Sends the sheet of one row with its PIN to the printer of the settings. The PIN stays sealed: a printer may have no paper. SECURITY: the
 * entry of the activity log is on the disk before the printer gets the PIN. The queue of the system may keep the sheet until it is printed.
 * @throws KeydeskError printer-not-chosen, printer-not-found, print-failed, batch-row-not-found, handover-empty, handover-pins-gone,
 *   batch-pin-sealed
 */
export async function printPin(context: HandoverContext, id: string, rowId: string): Promise<void> {
  const { pinPrinter, pinPaper } = context.settings();
  if (pinPrinter === null) throw new KeydeskError('printer-not-chosen');
  const { name: batch } = await context.batches.get(id);
  const [row] = (await chosenRows(context, id, [rowId])).filter(isDue);
  if (row === undefined) throw new KeydeskError('handover-empty');
  const pin = (await pinsOf(context, [row])).get(row.id) ?? '';
  const language = (await userLanguages(context, [row])).get(row.id) ?? spokenLanguage();
  const organization = await organizationOf(context);
  await recordPins(context, 'batch-pin-printed', [row], { batch, printer: pinPrinter });
  // Loaded only if needed: its libraries and fonts are large.
  const { sheetsPdf } = await import('./sheets/sheetsPdf.ts');
  const sheet = { ...sheetOf(row, language), pin: { here: pin } };
  const pdf = sheetsPdf({ sheets: [sheet], paper: pinPaper, organization, language, protection: 'printer' });
  await context.printers.print(pinPrinter, pinPaper, pdf);
}
