import type { Delivery, Webhook, WebhookSecret } from '../../contract/webhooks/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { listTable } from '../table.ts';

const words = wordsOf('commands').webhooks;

/** Returns the lines of a list of receivers. */
export function webhookLines(webhooks: readonly Webhook[]): string[] {
  if (webhooks.length === 0) return [words.none];
  return listTable(words.headings, webhooks.map(row));
}

function row({ id, url, state, waiting, delivered, dead }: Webhook): string[] {
  return [id, state, String(waiting), String(delivered), String(dead), url];
}

/** Returns the lines of a list of messages. */
export function deliveryLines(deliveries: readonly Delivery[]): string[] {
  return listTable(words.deliveryHeadings, deliveries.map(deliveryRow));
}

function deliveryRow({ n, state, type, userPrincipalName, attempts, failure, url }: Delivery): string[] {
  return [String(n), state, type, userPrincipalName, String(attempts), failure?.code ?? '', url];
}

/** Returns the lines with a new secret. */
export function secretLines({ webhook, secret }: WebhookSecret): string[] {
  return [
    words.about({ id: webhook.id, url: webhook.url }),
    words.secret({ secret }),
    ...(webhook.previousSecretUntil === null ? [] : [words.previous({ time: webhook.previousSecretUntil })]),
    words.keep,
  ];
}
