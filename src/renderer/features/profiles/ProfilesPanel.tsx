import { Button, Text } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { goTo } from '../../ui/page/route.ts';
import { ProfileCard } from './ProfileCard.tsx';

const words = strings.profiles;

/** The profiles of the tenant. */
export function ProfilesPanel() {
  const list = useQuery(api.profiles.list.queryOptions({ refetchOnMount: 'always' }));
  return (
    <Panel title={words.title}>
      <QuietText>{words.explain}</QuietText>
      <QueryState query={list} />
      {list.data?.length === 0 && <Text>{words.empty}</Text>}
      {list.data?.map(profile => (
        <ProfileCard key={profile.id} profile={profile} />
      ))}
      <div>
        <Button icon={<AddRegular />} onClick={() => goTo({ page: 'new-profile' })}>
          {words.add}
        </Button>
      </div>
    </Panel>
  );
}
