import { Spinner } from '@fluentui/react-components';
import { UsbStickRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { client } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { goTo, useRoute } from '../../ui/page/route.ts';
import { KeyCard } from './KeyCard.tsx';
import { KeyProblems } from './KeyProblems.tsx';
import { ResetDialog } from './ResetDialog.tsx';

const words = strings.keys;

/** The plugged-in keys, each with its facts in plain words. */
export function KeysPage() {
  const keys = useKeys();
  const [resetting, setResetting] = useState<KeyDetails | null>(null);
  const route = useRoute();
  const asked = route.page === 'keys' ? route.reset : undefined;
  useEffect(() => {
    if (asked === undefined) return;
    // A key that was unplugged has no card here. If another one cannot be read, its card shows why.
    client.keys.info({ keyId: asked }).then(setResetting, () => undefined);
    goTo({ page: 'keys' });
  }, [asked]);
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <KeyProblems />
      {keys === undefined && <Spinner label={strings.loading} />}
      {keys?.length === 0 && (
        <Panel>
          <EmptyState Icon={UsbStickRegular} title={words.none} hint={words.noneHint} />
        </Panel>
      )}
      {keys?.map(key => (
        // Another key may have the same address by the next render.
        <KeyCard key={[key.id, key.product, key.serial].join('\n')} summary={key} onReset={setResetting} />
      ))}
      {resetting && <ResetDialog details={resetting} onClose={() => setResetting(null)} />}
    </>
  );
}
