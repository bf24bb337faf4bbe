import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { PageHeading } from '../../components/PageHeading.tsx';
import { strings } from '../../strings.ts';
import { AboutPanel } from './AboutPanel.tsx';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { MetadataPanel } from './MetadataPanel.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { ThemePanel } from './ThemePanel.tsx';
import { WebhooksPanel } from './webhooks/WebhooksPanel.tsx';

export function SettingsPage() {
  const settings = useQuery(api.settings.get.queryOptions());
  const info = useSystemInfo();
  return (
    <>
      <PageHeading title={strings.settings.title} />
      {settings.isError && (
        <FailureMessage failure={failureOf(settings.error)} onRetry={() => void settings.refetch()} />
      )}
      {settings.isSuccess && <ThemePanel settings={settings.data} />}
      {settings.isSuccess && info && <ConnectionPanel settings={settings.data} practice={info.practice} />}
      {info?.connection && <PolicyPanel />}
      <WebhooksPanel />
      <MetadataPanel />
      {info && <AboutPanel info={info} />}
    </>
  );
}
