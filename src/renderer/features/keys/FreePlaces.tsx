import { Field, ProgressBar } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';

const words = strings.keys;

/**
 * Shows how many more passkeys fit on a key. A key reports how many it holds only with its PIN, so the used part of the
 * bar counts what Keydesk created on it.
 */
export function FreePlaces({ details, inventoryId }: { details: KeyDetails; inventoryId: string | undefined }) {
  const list = useQuery(
    api.assignments.list.queryOptions({
      input: { key: inventoryId ?? '', states: ['active'], limit: 1 },
      enabled: inventoryId !== undefined,
      gcTime: 0,
    }),
  );
  const free = details.remainingDiscoverableCredentials;
  if (free === undefined) return <Field label={words.places}>{words.placesUnknown}</Field>;
  const used = list.data?.total ?? 0;
  // A meter, not a progress bar, because nothing is running (WAI-ARIA 1.2, meter).
  return (
    <Field label={words.places} hint={words.placesFree({ free, used })}>
      <ProgressBar
        role="meter"
        thickness="large"
        max={Math.max(free + used, 1)}
        value={used}
        color={free === 0 ? 'error' : 'brand'}
      />
    </Field>
  );
}
