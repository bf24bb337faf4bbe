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

/** The webhooks of one tenant, which send its events to other systems in signed messages. */
export interface Webhooks {
  list(): Promise<Webhook[]>;
  /** Adds a webhook. @throws KeydeskError webhook-url-refused, webhook-address-refused */
  add(request: WebhookAdd): Promise<WebhookSecret>;
  change(request: WebhookChange): Promise<Webhook>;
  remove(id: string): Promise<void>;
  rotate(id: string): Promise<WebhookSecret>;
  /** Stores a secret that a person entered. @throws KeydeskError webhook-secret-wrong */
  giveSecret(id: string, secret: string): Promise<Webhook>;
  /** Sends a test message once, and changes nothing. @throws KeydeskError webhook-…, with the param `test` */
  test(id: string): Promise<WebhookTest>;
  deliveries(query: DeliveryQuery): Promise<DeliveryPage>;
  /** Queues dead letters again. Returns how many. @throws KeydeskError webhook-delivery-not-found */
  resend(which: Resend): Promise<number>;
  /** Sends the due deliveries of all tenants. */
  deliver(): Promise<void>;
  /** Returns the hosts of the active webhooks. */
  destinations(): Promise<Destination[]>;
}

/** The webhooks of all tenants in a data folder. Each webhook gets the events of its own tenant, whichever tenant is connected. */
export interface WebhookService {
  /** Returns the webhooks of one tenant. */
  of(scope: WebhookScope): Webhooks;
  close(): Promise<void>;
}

/** One tenant, and the activity log for its webhooks. */
export interface WebhookScope {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'during' | 'record'>;
}
