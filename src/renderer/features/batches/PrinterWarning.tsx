import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { Batch } from '../../../contract/batches/schema.ts';
import { openRows } from '../../../contract/batches/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { hrefOf } from '../../ui/page/route.ts';

const words = strings.batch;

/** Says before the first key that PINs are to be printed, and no printer is chosen. Shows nothing otherwise. */
export function PrinterWarning({ batch: { profile, counts } }: { batch: Batch }) {
  const profiles = useQuery(api.profiles.list.queryOptions()).data ?? [];
  const settings = useQuery(api.settings.get.queryOptions()).data;
  const prints = profiles.find(each => (profile === null ? each.isDefault : each.id === profile));
  if (settings === undefined || settings.pinPrinter !== null || openRows(counts) === 0) return null;
  if (prints?.pinHandOver !== 'print' || !('length' in prints.pin)) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {words.noPrinter({ profile: prints.name })}{' '}
        <Link href={hrefOf({ page: 'settings' })}>{words.choosePrinter}</Link>
      </MessageBarBody>
    </MessageBar>
  );
}
