import type { Sealer } from '../../base/sealer.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { DeskKeys } from '../../services/deskKeys/deskKeys.ts';
import type { Network } from '../../services/network/network.ts';
import { type BackOff, backOff } from './backOff.ts';
import { createDispatcher } from './dispatcher.ts';
import { createEndpoints } from './endpoints.ts';
import { entryOfGivenUp, entryOfGone } from './entries.ts';
import { webhooksOf } from './ofTenant.ts';
import { createOutbox } from './outbox.ts';
import { createPoster, type PosterOptions } from './post.ts';
import { createWebhookSecrets } from './secrets.ts';
import { createSenders } from './senders.ts';
import type { WebhookService } from './webhooks.ts';

export interface WebhookParts {
  store: Store;
  instance: Instance;
  sealer: Sealer | null;
  /** Seals secrets for the other desks of a shared record. */
  deskKeys: Pick<DeskKeys, 'seal' | 'open'>;
  /** Secrets that were passed to a Keydesk without a sealer at its start. */
  knownSecrets: readonly string[];
  /** Binds the activity log that records the answers of receivers. */
  bind: () => Pick<Activity, 'record'>;
  log: (message: string) => void;
  /** The delays after failed attempts. For tests and benchmarks. */
  backOff?: BackOff;
  poster?: PosterOptions;
  clock?: () => number;
  /** The network to use. Default: as configured by the environment of this process. */
  network?: Network;
}

export function startWebhooks(parts: WebhookParts): WebhookService {
  const { store, log, clock = Date.now } = parts;
  const { database } = store;
  const { sealer, deskKeys } = parts;
  const secrets = createWebhookSecrets({ database, sealer, deskKeys, log }, parts.knownSecrets);
  const endpoints = createEndpoints({ database, secrets, clock });
  const outbox = createOutbox(database);
  const dispatcher = createDispatcher({
    endpoints,
    senders: createSenders(database, parts.instance),
    outbox,
    secrets,
    poster: createPoster({ ...(parts.network && { network: parts.network }), ...parts.poster }),
    backOff: parts.backOff ?? backOff,
    clock,
    now: database.now,
    log,
    onGone: endpoint => parts.bind().record(entryOfGone(endpoint)),
    onGivenUp: (endpoint, { event }, error) => parts.bind().record(entryOfGivenUp(endpoint, event, error)),
  });
  dispatcher.start();

  return {
    of: scope => webhooksOf({ scope, endpoints, outbox, secrets, dispatcher, clock }),
    close: dispatcher.close,
  };
}
