import { wordsFor } from '../../contract/errors/words.ts';
import { timeText } from '../../contract/text/times.ts';
import type { Delivery, Webhook, WebhookSecret } from '../../contract/webhooks/schema.ts';
import { deliveryStateWords, eventWords, webhookStateWords } from '../../contract/webhooks/words.ts';
import { number, wordsOf } from '../../words/say.ts';
import { listTable } from '../table.ts';

const words = wordsOf('commands').webhooks;

/** Returns the lines of a list of receivers. */
export function webhookLines(webhooks: readonly Webhook[]): string[] {
  if (webhooks.length === 0) return [words.none];
  return listTable(words.headings, webhooks.map(row));
}

function row({ id, url, state, waiting, delivered, dead }: Webhook): string[] {
  return [id, webhookStateWords[state], number(waiting), number(delivered), number(dead), url];
}

/** Returns the lines of a list of messages. */
export function deliveryLines(deliveries: readonly Delivery[]): string[] {
  return listTable(words.deliveryHeadings, deliveries.map(deliveryRow));
}

function deliveryRow({ n, state, type, userPrincipalName, attempts, failure, url }: Delivery): string[] {
  const why = failure === null ? '' : wordsFor(failure, 'command').message;
  return [String(n), deliveryStateWords[state], eventWords(type), userPrincipalName, number(attempts), url, why];
}

/** Returns the lines with a new secret. */
export function secretLines({ webhook, secret }: WebhookSecret): string[] {
  return [
    words.about({ id: webhook.id, url: webhook.url }),
    words.secret({ secret }),
    ...(webhook.previousSecretUntil === null ? [] : [words.previous({ time: timeText(webhook.previousSecretUntil) })]),
    words.keep,
  ];
}
