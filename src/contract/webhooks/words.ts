import type { ErrorCode, ErrorParams } from '../errors/errors.ts';
import { unreachable } from '../errors/networkWords.ts';
import type { FacedWords, Say } from '../errors/wording.ts';

type WebhookCode = Extract<ErrorCode, `webhook-${string}`>;

/** What follows a failed message: events are sent again, a test is not. */
function again({ test }: ErrorParams): string {
  return test === true
    ? 'Then test the webhook again: Keydesk sends a test only once.'
    : 'Keydesk tries again by itself for three days.';
}

function correctReceiver(params: ErrorParams): string {
  return `Correct the receiver. ${again(params)}`;
}

/** The words of what can go wrong with webhooks. */
export const webhookWords: Record<WebhookCode, Say> = {
  'webhook-not-found': () => ({
    message: 'There is no such webhook.',
    next: 'It may have been removed; look at the list of webhooks.',
  }),
  'webhook-delivery-not-found': () => ({
    message: 'There is no such dead letter.',
    next: 'It may have been sent again already; look at the list of deliveries.',
  }),
  'webhook-url-refused': p => ({ message: urlRule(p.rule), next: 'Enter another address.' }),
  'webhook-address-refused': addressRefused,
  'webhook-unreachable': p => unreachable(`${p.host ?? 'The receiver'} cannot be reached.`, correctReceiver(p), p),
  'webhook-timeout': p => ({
    message: `${p.host ?? 'The receiver'} did not answer in ${p.seconds ?? 'the allowed'} seconds.`,
    next: `A receiver should send its whole answer head at once and work afterwards. ${again(p)}`,
  }),
  'webhook-certificate': p => ({
    message: `The certificate of ${p.host ?? 'the receiver'} cannot be trusted.`,
    next: `Give it a certificate that this computer trusts, or add the root certificate of your company (docs/network.md). ${again(p)}`,
  }),
  'webhook-redirected': p => ({
    message: `${p.host ?? 'The receiver'} sends webhooks on to another address (HTTP ${p.status ?? '3xx'}). Keydesk does not follow.`,
    next: 'Add a webhook with the final address instead.',
  }),
  'webhook-refused': p => ({
    message: `${p.host ?? 'The receiver'} did not take the event${p.status ? ` (HTTP ${p.status})` : ''}.`,
    next: correctReceiver(p),
  }),
  'webhook-gone': p => {
    const message = `${p.host ?? 'The receiver'} is gone for good (HTTP 410).`;
    return p.test === true
      ? {
          message: `${message} The test did not change the webhook. An event with this answer switches it off.`,
          next: 'Correct the receiver and test again, or remove the webhook.',
        }
      : {
          message: `${message} The webhook was switched off.`,
          next: 'Switch it on again once the receiver is back, or remove it.',
        };
  },
  'webhook-disabled': () => ({
    message: 'This webhook is switched off.',
    next: 'Switch it on first.',
  }),
  'webhook-secret-missing': () => ({
    message:
      'The secret of this webhook is not known here: this computer has no safe place to keep it, or what was kept cannot be unsealed.',
    next: 'Enter the secret, or rotate it to get a new one.',
    at: { command: 'Set KEYDESK_WEBHOOK_SECRETS, or rotate the secret to get a new one.' },
  }),
  'webhook-secret-wrong': () => ({
    message: 'This is not the secret of the webhook.',
    next: 'Check it at the receiver, or rotate it to get a new one.',
  }),
};

function addressRefused({ host, address, kind }: ErrorParams): FacedWords {
  const at = `${host ?? 'The receiver'} is at ${address ?? 'an address'}`;
  if (kind === 'metadata' || kind === 'special' || kind === 'loopback') {
    return { message: `${at}, which no receiver may have.`, next: 'Check the name. Keydesk never sends events there.' };
  }
  return {
    message: `${at} in a private network, which this webhook may not reach.`,
    next: 'Check the name. If it is right, add the webhook with its host named as a private one.',
    at: { command: 'Check the name. If it is right, add the webhook with --allow-private.' },
  };
}

function urlRule(rule: ErrorParams[string] | undefined): string {
  switch (rule) {
    case 'not-https':
      return 'A webhook goes to an https address; http is for this computer alone.';
    case 'credentials':
      return 'The address of a webhook cannot hold a user name or password.';
    case 'private-host':
      return 'The private host that is named is not the one in the address.';
    case 'exists':
      return 'There is a webhook to this address already.';
    default:
      return 'That is not the address of a webhook.';
  }
}
