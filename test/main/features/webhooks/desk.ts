import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventType } from '../../../../src/contract/webhooks/events.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Sealer } from '../../../../src/main/base/sealer.ts';
import { registerInstance } from '../../../../src/main/base/store/instance.ts';
import { startWebhooks, type WebhookParts } from '../../../../src/main/features/webhooks/webhookService.ts';
import { publish } from '../../../../src/main/services/events/events.ts';
import { noDeskKeys } from '../../services/deskKeys/noDeskKeys.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';

/** Webhooks over a real store, with a clock that the test controls. */
export type WebhookDesk = ReturnType<typeof openWebhookDesk>;

type Options = Partial<Pick<WebhookParts, 'sealer' | 'knownSecrets' | 'poster' | 'backOff'>> & { folder?: string };

export function openWebhookDesk(options: Options = {}) {
  const { folder = mkdtempSync(join(tmpdir(), 'keydesk-webhooks-')), ...parts } = options;
  const store = openRecord(folder);
  const instance = registerInstance(folder);
  const log: string[] = [];
  let now = Date.now();
  const activity = openTestActivity({ folder, store, log: message => log.push(message) });
  const service = startWebhooks({
    store,
    instance,
    sealer: null,
    deskKeys: noDeskKeys,
    knownSecrets: [],
    bind: () => activity,
    log: message => log.push(message),
    clock: () => now,
    ...parts,
  });
  const webhooks = service.of({ tenant: { id: 'contoso' }, activity });
  const end = async () => {
    await service.close();
    await activity.close();
    await store.close();
    instance.close();
  };
  return {
    folder,
    store,
    webhooks,
    service,
    activity,
    log,
    /** Advances the clock, in ms. */
    pass: (ms: number) => {
      now += ms;
    },
    /** Creates an event of user `n`. */
    happen: (n: number, type: EventType = 'passkey.registered', data = {}) =>
      store.database.write(transaction =>
        publish(transaction, {
          type,
          tenant: 'contoso',
          user: { id: `user-${n}`, userPrincipalName: `user${n}@contoso.example` },
          data,
        }),
      ),
    /** Closes it as a person would, and keeps the folder. */
    end,
    close: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Encrypts like safeStorage: the file alone is unreadable. */
export const testSealer: Sealer = {
  name: 'test',
  seal: async text => new Uint8Array(Buffer.from(text, 'utf8').map(byte => byte ^ 0x5a)),
  unseal: async sealed => Buffer.from(sealed.map(byte => byte ^ 0x5a)).toString('utf8'),
};
