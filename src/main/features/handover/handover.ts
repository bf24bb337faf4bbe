import type { BatchExportRequest, Logo, SheetsRequest } from '../../../contract/handover/schema.ts';
import type { HandoverContext } from './context.ts';
import { exportBatch } from './list/exportBatch.ts';
import { makeSheets } from './sheets/makeSheets.ts';

/** What the users of one tenant get with their keys. */
export interface Handover {
  /** Returns a PDF with a sheet for each user, as base64 parts. @throws KeydeskError as makeSheets */
  sheets(request: SheetsRequest): Promise<AsyncGenerator<string>>;
  /** Returns a list of a batch, as base64 parts. @throws KeydeskError as exportBatch */
  export(request: BatchExportRequest): Promise<AsyncGenerator<string>>;
  logo(): Promise<Logo | null>;
  /** Stores the logo, or deletes it, with an entry in the activity log. @throws KeydeskError logo-unusable */
  setLogo(logo: Logo | null): Promise<void>;
}

export function createHandover(context: HandoverContext): Handover {
  return {
    sheets: request => makeSheets(context, request),
    export: request => exportBatch(context, request),
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
