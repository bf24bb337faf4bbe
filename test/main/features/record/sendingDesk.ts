import { registerInstance } from '../../../../src/main/base/store/instance.ts';
import { startWebhooks } from '../../../../src/main/features/webhooks/webhookService.ts';
import { type Desk, openDesk } from '../../base/record/desks.ts';
import { noDeskKeys } from '../../services/deskKeys/noDeskKeys.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';

export interface SendingDeskOptions {
  readonly url: string;
  readonly isFirst?: boolean;
  /** The secrets of webhooks that this desk knows. */
  readonly secrets?: readonly string[];
  /** Whether the desk believes always that it may lead, as one that stood still in the middle of its work. */
  readonly isStubborn?: boolean;
}

/** A desk of a record that sends to webhooks. */
export async function openSendingDesk({ url, isFirst = false, secrets = [], isStubborn = false }: SendingDeskOptions) {
  const desk: Desk = await openDesk(url, { isFirst });
  const { store, feed, folder } = desk;
  const id = String(desk.rows('SELECT desk FROM record_mirror')[0]?.desk);
  const instance = registerInstance(folder, undefined, {
    desk: id,
    isAlive: other => feed.isAlive(other),
    isPresent: other => feed.isPresent(other),
    mayLead: () => (isStubborn ? 1 : feed.mayLead()),
  });
  const log: string[] = [];
  const activity = openTestActivity({ folder, store, log: message => void log.push(message) });
  const start = () =>
    startWebhooks({
      store,
      instance,
      sealer: null,
      deskKeys: noDeskKeys,
      knownSecrets: secrets,
      bind: () => activity,
      log: message => void log.push(message),
      clock: store.database.now,
      // Longer than others wait, so that only the desk itself ends a request in time.
      poster: { timeout: 60_000 },
    });
  return {
    ...desk,
    id,
    instance,
    log,
    activity,
    start,
    close: async () => {
      await activity.close();
      await desk.close();
      instance.close();
    },
  };
}

export type SendingDesk = Awaited<ReturnType<typeof openSendingDesk>>;
