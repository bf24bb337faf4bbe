import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { useConnections, useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { ProfilesPanel } from '../profiles/ProfilesPanel.tsx';
import { AboutPanel } from './AboutPanel.tsx';
import { BackupPanel } from './BackupPanel.tsx';
import { CheckPanel } from './connections/CheckPanel.tsx';
import { ConnectionsPanel } from './connections/ConnectionsPanel.tsx';
import { HandOverPanel } from './handover/HandOverPanel.tsx';
import { ImportSchedulePanel } from './ImportSchedulePanel.tsx';
import { LanguagePanel } from './LanguagePanel.tsx';
import { MetadataPanel } from './MetadataPanel.tsx';
import { LeavePracticePanel, PracticeModePanel } from './ModePanels.tsx';
import { PinsPanel } from './PinsPanel.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { RecordPanel } from './record/RecordPanel.tsx';
import { StationPanel } from './StationPanel.tsx';
import { ThemePanel } from './ThemePanel.tsx';
import { WebhooksPanel } from './webhooks/WebhooksPanel.tsx';

/** @param connecting whether the setup of a first connection is open */
export function SettingsPage({ connecting = false }: { connecting?: boolean }) {
  const settings = useQuery(api.settings.get.queryOptions());
  const info = useSystemInfo();
  const connections = useConnections();
  return (
    <>
      <PageHeading title={strings.settings.title} />
      <CallFailure error={settings.error} onRetry={() => void settings.refetch()} />
      {settings.isSuccess && <ThemePanel settings={settings.data} />}
      {settings.isSuccess && <LanguagePanel settings={settings.data} />}
      {info &&
        (info.practice ? (
          <LeavePracticePanel tenant={info.realTenant} />
        ) : (
          <ConnectionsPanel connecting={connecting} />
        ))}
      {info?.practice === false && <PracticeModePanel />}
      {/* Not the tenant's id: a check may determine the id, and its report must stay. */}
      {info?.connection && <CheckPanel key={connections?.current} />}
      {settings.isSuccess && <ImportSchedulePanel settings={settings.data} />}
      {info?.connection && <PolicyPanel />}
      {info?.connection && <ProfilesPanel />}
      {info?.connection && settings.isSuccess && <HandOverPanel settings={settings.data} />}
      <WebhooksPanel />
      <MetadataPanel />
      {settings.isSuccess && <PinsPanel settings={settings.data} />}
      {settings.isSuccess && <StationPanel settings={settings.data} />}
      <RecordPanel settings={settings.data} />
      <BackupPanel />
      {info && <AboutPanel info={info} />}
    </>
  );
}
