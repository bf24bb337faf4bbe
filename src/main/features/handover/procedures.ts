import { implement } from '@orpc/server';
import { handoverContract } from '../../../contract/handover/procedures.ts';
import type { Handover } from './handover.ts';

/** Returns the procedures for the hand-over of keys. */
export function handoverProcedures(scope: () => Handover) {
  const os = implement(handoverContract);
  return os.router({
    sheets: os.sheets.handler(({ input }) => scope().sheets(input)),
    export: os.export.handler(({ input }) => scope().export(input)),
    message: os.message.handler(({ input }) => scope().message(input)),
    printers: os.printers.handler(async () => [...(await scope().printers())]),
    print: os.print.handler(({ input }) => scope().print(input.id, input.rowId)),
    logo: os.logo.handler(() => scope().logo()),
    setLogo: os.setLogo.handler(({ input }) => scope().setLogo(input)),
  });
}
