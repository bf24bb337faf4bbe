import { implement } from '@orpc/server';
import { webhooksContract } from '../../../contract/webhooks/procedures.ts';
import type { Webhooks } from './webhooks.ts';

/** Returns the procedures for webhooks. */
export function webhooksProcedures(scope: () => Webhooks) {
  const os = implement(webhooksContract);
  return os.router({
    list: os.list.handler(() => scope().list()),
    add: os.add.handler(({ input }) => scope().add(input)),
    change: os.change.handler(({ input }) => scope().change(input)),
    remove: os.remove.handler(({ input }) => scope().remove(input.id)),
    rotate: os.rotate.handler(({ input }) => scope().rotate(input.id)),
    giveSecret: os.giveSecret.handler(({ input }) => scope().giveSecret(input.id, input.secret)),
    test: os.test.handler(({ input }) => scope().test(input.id)),
    deliveries: os.deliveries.handler(({ input }) => scope().deliveries(input)),
    resend: os.resend.handler(({ input }) => scope().resend(input)),
    deliver: os.deliver.handler(() => scope().deliver()),
  });
}
