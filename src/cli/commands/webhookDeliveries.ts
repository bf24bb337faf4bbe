import { type Command, Option } from 'commander';
import { deliveryStates } from '../../contract/webhooks/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { notPositive } from '../arguments.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { refuse } from '../usage.ts';
import { deliveryLines, webhookLines } from './webhookRows.ts';

const words = wordsOf('commands').webhooks;

interface DeliveryOptions {
  webhook?: string;
  state?: (typeof deliveryStates)[number];
  before?: number;
  limit?: number;
}

/** Adds the commands about messages: deliveries, resend and deliver. */
export function addWebhookDeliveries(webhooks: Command): void {
  webhooks
    .command('deliveries')
    .description(words.deliveries)
    .option('--webhook <id>', words.webhook)
    .addOption(new Option('--state <state>', words.state).choices([...deliveryStates]))
    .option('--before <n>', words.before, parseNumber)
    .option('--limit <n>', wordsOf('commandLine').limit500, parseNumber)
    .action(({ webhook, ...options }: DeliveryOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const query = { ...options, ...(webhook === undefined ? {} : { webhookId: webhook }) };
        const page = await client.webhooks.deliveries(query);
        print(json, { ok: true, ...page }, () =>
          page.deliveries.length === 0 ? [noRows(command, words.nothingSent)] : deliveryLines(page.deliveries),
        );
      }),
    );

  webhooks
    .command('resend')
    .description(words.resend)
    .addOption(new Option('--delivery <n>', words.delivery).argParser(parseNumber))
    .addOption(new Option('--webhook <id>', words.allOf).conflicts('delivery'))
    .action((options: { delivery?: number; webhook?: string }, command: Command) => {
      const { delivery: n, webhook: webhookId } = options;
      if (n === undefined && webhookId === undefined) refuse(command, wordsOf('usageErrors').giveDelivery);
      return withCore(command, {}, async ({ client, json }) => {
        const count = await client.webhooks.resend(n === undefined ? { webhookId: webhookId ?? '' } : { n });
        await client.webhooks.deliver();
        print(json, { ok: true, count }, () => [words.resent({ count })]);
      });
    });

  webhooks
    .command('deliver')
    .description(words.deliver)
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.webhooks.deliver();
        const list = await client.webhooks.list();
        print(json, { ok: true, webhooks: list }, () => webhookLines(list));
      }),
    );
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notPositive();
  return Number(text);
}
