import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ActivityEntry } from '../../../contract/activity/schema.ts';
import { factWords, kindWords, valueWords } from '../../../contract/activity/words.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import { useTenantNames } from '../../app/useTenantName.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/AppDialog.tsx';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { formatDate } from '../../ui/formatDate.ts';

const words = strings.activity.facts;

/** All that one entry says. */
export function EntryDialog({ entry, onClose }: { entry: ActivityEntry; onClose: () => void }) {
  const nameOf = useTenantNames();
  const tenant = entry.tenant === null ? null : nameOf(entry.tenant);
  return (
    <AppDialog onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{kindWords(entry.kind)}</DialogTitle>
          <DialogContent>
            <Facts facts={factsOf(entry, tenant).filter(({ value }) => value !== null && value !== '')} />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {strings.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}

function factsOf(entry: ActivityEntry, tenantName: string | null): Fact[] {
  const { user, key, cause, facts } = entry;
  return [
    { label: words.seq, value: String(entry.seq) },
    { label: words.at, value: formatDate(entry.at) ?? entry.at },
    { label: words.actor, value: entry.actor.name },
    { label: words.user, value: user.userPrincipalName },
    { label: words.userId, value: user.id, code: true },
    { label: words.serial, value: key.serial },
    { label: words.key, value: key.id, code: true },
    { label: words.aaguid, value: key.aaguid, code: true },
    { label: words.cause, value: cause === null ? null : wordsFor(cause).message },
    { label: words.code, value: cause?.code ?? null, code: true },
    ...Object.entries(facts ?? {}).map(([name, value]) => ({ label: factWords(name), value: valueWords(name, value) })),
    { label: words.tenant, value: tenantName },
    { label: words.tenantId, value: entry.tenant === tenantName ? null : entry.tenant, code: true },
    { label: words.correlation, value: entry.correlationId, code: true },
    { label: words.requests, value: entry.requestIds.join(' '), code: true },
    { label: words.previous, value: entry.previousHash, code: true },
    { label: words.hash, value: entry.hash, code: true },
  ];
}
