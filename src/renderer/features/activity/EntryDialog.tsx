import type { ActivityEntry } from '../../../contract/activity/schema.ts';
import { kindWords } from '../../../contract/activity/words.ts';
import { useTenantNames } from '../../client/useTenantName.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { Facts } from '../../ui/display/Facts.tsx';
import { entryFacts } from './entryFacts.ts';

/** Shows everything that an entry of the activity log holds. */
export function EntryDialog({ entry, onClose }: { entry: ActivityEntry; onClose: () => void }) {
  const nameOf = useTenantNames();
  const tenant = entry.tenant === null ? null : nameOf(entry.tenant);
  return (
    <AppDialog title={kindWords(entry.kind)} primaryClose onClose={onClose}>
      <Facts facts={entryFacts(entry, tenant)} />
    </AppDialog>
  );
}
