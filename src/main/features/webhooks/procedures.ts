import { implement } from '@orpc/server';
import { webhooksContract } from '../../../contract/webhooks/procedures.ts';
import type { Webhooks } from './webhooks.ts';

/** The receivers of events. */
export function webhooksProcedures(bind: () => Webhooks) {
  const os = implement(webhooksContract);
  return os.router({
    list: os.list.handler(() => bind().list()),
    add: os.add.handler(({ input }) => bind().add(input)),
    change: os.change.handler(({ input }) => bind().change(input)),
    remove: os.remove.handler(({ input }) => bind().remove(input.id)),
    rotate: os.rotate.handler(({ input }) => bind().rotate(input.id)),
    giveSecret: os.giveSecret.handler(({ input }) => bind().giveSecret(input.id, input.secret)),
    test: os.test.handler(({ input }) => bind().test(input.id)),
    deliveries: os.deliveries.handler(({ input }) => bind().deliveries(input)),
    resend: os.resend.handler(({ input }) => bind().resend(input)),
    deliver: os.deliver.handler(() => bind().deliver()),
  });
}
