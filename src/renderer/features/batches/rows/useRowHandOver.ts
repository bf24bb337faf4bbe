import { useQuery } from '@tanstack/react-query';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import type { MessageKind } from '../../../../contract/handover/schema.ts';
import { api, client } from '../../../client/client.ts';
import { copyBriefly } from '../../../ui/actions/brieflyCopied.ts';
import { sheetLanguageHere } from '../handover/names.ts';

/** What a desk does with a row whose key is done, besides showing its PIN. */
export function useRowHandOver(batchId: string, row: BatchRow) {
  const printer = useQuery(api.settings.get.queryOptions()).data?.pinPrinter ?? null;
  return {
    canPrint: row.pinKept && printer !== null,
    print: () => client.handover.print({ id: batchId, rowId: row.id }),
    /** Copies a message to the user. SECURITY: one with a PIN stays on the clipboard for a minute only. */
    copy: async (kind: MessageKind) => {
      const request = { id: batchId, rowId: row.id, kind, fallback: sheetLanguageHere() };
      const { text, hasPin } = await client.handover.message(request);
      await (hasPin ? copyBriefly(text) : navigator.clipboard.writeText(text));
    },
  };
}
