import type {
  BatchExportRequest,
  Logo,
  Message,
  MessageRequest,
  SheetsRequest,
} from '../../../contract/handover/schema.ts';
import type { HandoverContext } from './context.ts';
import { exportBatch } from './list/exportBatch.ts';
import { messageFor } from './message.ts';
import { printPin } from './printPin.ts';
import { makeSheets } from './sheets/makeSheets.ts';

/** What the users of one tenant get with their keys. */
export interface Handover {
  /** Returns a PDF with a sheet for each user, as base64 parts. @throws KeydeskError as makeSheets */
  sheets(request: SheetsRequest): Promise<AsyncGenerator<string>>;
  /** Returns a list of a batch, as base64 parts. @throws KeydeskError as exportBatch */
  export(request: BatchExportRequest): Promise<AsyncGenerator<string>>;
  /** Returns a message to a user. @throws KeydeskError as messageFor */
  message(request: MessageRequest): Promise<Message>;
  /** Returns the names of the printers. */
  printers(): Promise<readonly string[]>;
  /** Prints the sheet of a row with its PIN. @throws KeydeskError as printPin */
  print(id: string, rowId: string): Promise<void>;
  logo(): Promise<Logo | null>;
  /** Stores the logo, or deletes it, with an entry in the activity log. @throws KeydeskError logo-unusable */
  setLogo(logo: Logo | null): Promise<void>;
}

export function createHandover(context: HandoverContext): Handover {
  return {
    sheets: request => makeSheets(context, request),
    export: request => exportBatch(context, request),
    message: request => messageFor(context, request),
    printers: () => context.printers.list(),
    print: (id, rowId) => printPin(context, id, rowId),
    logo: async () => {
      const content = await context.logo.read();
      return content === null ? null : { content: content.toString('base64') };
    },
    setLogo: async logo => {
      await context.logo.write(logo === null ? null : Buffer.from(logo.content, 'base64'));
      context.activity.record({ kind: 'settings-changed', facts: { logo: logo !== null } });
    },
  };
}
