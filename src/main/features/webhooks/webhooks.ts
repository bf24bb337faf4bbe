import type {
  DeliveryPage,
  DeliveryQuery,
  Resend,
  Webhook,
  WebhookAdd,
  WebhookChange,
  WebhookSecret,
  WebhookTest,
} from '../../../contract/webhooks/schema.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { Destination } from '../../services/network/destination.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';

/** Tells an organization's systems of the events of one tenant, in signed messages. */
export interface Webhooks {
  list(): Promise<Webhook[]>;
  /** @throws KeydeskError webhook-url-refused, webhook-address-refused */
  add(request: WebhookAdd): Promise<WebhookSecret>;
  change(request: WebhookChange): Promise<Webhook>;
  remove(id: string): Promise<void>;
  rotate(id: string): Promise<WebhookSecret>;
  /** @throws KeydeskError webhook-secret-wrong */
  giveSecret(id: string, secret: string): Promise<Webhook>;
  /** Sends a message without an event once, and changes nothing. @throws KeydeskError webhook-…, with the param `test` */
  test(id: string): Promise<WebhookTest>;
  deliveries(query: DeliveryQuery): Promise<DeliveryPage>;
  /** @throws KeydeskError webhook-delivery-not-found */
  resend(which: Resend): Promise<number>;
  /** Sends what is due, of all tenants. */
  deliver(): Promise<void>;
  /** The hosts of those that are active. */
  destinations(): Promise<Destination[]>;
}

/** The webhooks of all tenants in a data folder. Each gets the events of its own tenant, whichever one is connected. */
export interface WebhookService {
  /** Those of one tenant. */
  of(scope: WebhookScope): Webhooks;
  close(): Promise<void>;
}

/** One tenant, and where what is done with its webhooks is recorded. */
export interface WebhookScope {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'during' | 'record'>;
}
