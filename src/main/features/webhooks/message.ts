import { Webhook } from 'standardwebhooks';
import type { EventData, EventType } from '../../../contract/webhooks/events.ts';
import type { WebhookField } from '../../../contract/webhooks/schema.ts';

/** An event, as stored. */
export interface StoredEvent {
  readonly id: string;
  readonly type: EventType | 'webhook.test';
  readonly at: string;
  readonly tenant: string;
  readonly user: { readonly id: string; readonly userPrincipalName: string } | null;
  readonly data: EventData;
}

/** The members of an event's data that are sent. SECURITY: an allowlist, so that a new member is not sent by accident. */
const ALWAYS = ['assignmentId', 'purpose', 'source', 'workflowId', 'reason', 'code', 'station'];
const OF_THE_KEY = ['securityKeyId', 'keyAaguid', 'keySerial', 'methodId'];

/** Returns the event in the JSON format of CloudEvents 1.0. Contains only the personal data that `fields` allows. */
export function cloudEvent(event: StoredEvent, fields: readonly WebhookField[]): string {
  const { id, type, at, tenant, user } = event;
  const ticked = (field: WebhookField) => fields.includes(field);
  const names = [...ALWAYS, ...(ticked('key') ? OF_THE_KEY : [])];
  const data = Object.fromEntries(names.flatMap(name => (name in event.data ? [[name, event.data[name]]] : [])));
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `urn:keydesk:tenant:${encodeURIComponent(tenant)}`,
    type,
    time: at,
    ...(user !== null && ticked('userId') ? { subject: user.id } : {}),
    datacontenttype: 'application/json',
    data: {
      ...data,
      ...(user !== null && ticked('userId') ? { userId: user.id } : {}),
      ...(user !== null && ticked('userPrincipalName') ? { userPrincipalName: user.userPrincipalName } : {}),
    },
  });
}

/** Returns the headers of a message by the Standard Webhooks scheme, with one signature for each valid secret. */
export function signedHeaders(id: string, body: string, secrets: readonly string[], at: Date): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'Keydesk',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map(secret => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
