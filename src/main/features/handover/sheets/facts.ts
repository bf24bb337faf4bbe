import type { BatchRow } from '../../../../contract/batches/schema.ts';
import type { HandoverContext } from '../context.ts';
import type { SheetFacts } from './keySheet.ts';
import type { SheetsDocument } from './sheetsPdf.ts';

/** Returns what the sheet of a row says about user and key. */
export function sheetOf({ user, typed, key }: BatchRow, language: SheetFacts['language']): SheetFacts {
  return {
    name: user?.displayName ?? typed,
    account: user?.userPrincipalName ?? typed,
    model: key?.product ?? null,
    serial: key?.serial ?? null,
    language,
  };
}

/** Returns what all sheets say about the organization. */
export async function organizationOf({ settings, logo }: HandoverContext): Promise<SheetsDocument['organization']> {
  const { organizationName, organizationContact } = settings();
  return { name: organizationName, contact: organizationContact, logo: await logo.read() };
}
