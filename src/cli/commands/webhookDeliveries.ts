import type { Command } from 'commander';
import { deliveryStates } from '../../contract/webhooks/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { parsePositive } from '../arguments.ts';
import { defined } from '../defined.ts';
import { noRows, olderRows } from '../noRows.ts';
import { print } from '../output.ts';
import { type Given, notWith, oneOf, parsed, text } from '../takes.ts';
import { refuse } from '../usage.ts';
import { deliveryLines, webhookLines } from './webhookRows.ts';

const words = wordsOf('commands').webhooks;

/** Adds the commands about messages: deliveries, resend and deliver. */
export function addWebhookDeliveries(webhooks: Command): void {
  const takesDeliveries = {
    webhook: text('<id>', words.webhook),
    state: oneOf('<state>', words.state, deliveryStates),
    before: parsed('<n>', words.before, parsePositive),
    limit: parsed('<n>', wordsOf('commandLine').limit500, parsePositive),
  };
  addCommand(
    webhooks,
    'deliveries',
    words.deliveries,
    { takes: takesDeliveries },
    async ({ client, json }, given, self) => {
      const { webhook, ...query } = given;
      const page = await client.webhooks.deliveries({ ...query, ...defined({ webhookId: webhook }) });
      print(json, { ok: true, ...page }, () => [
        ...(page.deliveries.length === 0 ? [noRows(self, words.nothingSent)] : deliveryLines(page.deliveries)),
        ...olderRows(page.next),
      ]);
    },
  );

  const takes = {
    delivery: parsed('<n>', words.delivery, parsePositive),
    webhook: notWith('delivery', text('<id>', words.allOf)),
  };
  const check = ({ delivery, webhook }: Given<typeof takes>, command: Command) => {
    if (delivery === undefined && webhook === undefined) refuse(command, wordsOf('usageErrors').giveDelivery);
  };
  addCommand(webhooks, 'resend', words.resend, { takes, check }, async ({ client, json }, { delivery: n, webhook }) => {
    const count = await client.webhooks.resend(n === undefined ? { webhookId: webhook ?? '' } : { n });
    await client.webhooks.deliver();
    print(json, { ok: true, count }, () => [words.resent({ count })]);
  });

  addCommand(webhooks, 'deliver', words.deliver, {}, async ({ client, json }) => {
    await client.webhooks.deliver();
    const list = await client.webhooks.list();
    print(json, { ok: true, webhooks: list }, () => webhookLines(list));
  });
}
