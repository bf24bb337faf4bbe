import { Avatar, makeStyles, Spinner, Tab, TabList, Text, Title2, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { goTo, parseUserTab, type UserTab } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { usePageTitle } from '../../ui/useWindowTitle.ts';
import { ActivityTab } from './ActivityTab.tsx';
import { GroupsTab } from './directory/GroupsTab.tsx';
import { PasskeysTab } from './PasskeysTab.tsx';
import { SecurityKeysTab } from './SecurityKeysTab.tsx';
import { UserInfoTab } from './UserInfoTab.tsx';
import { UserState } from './UserState.tsx';
import { UserTrail } from './UserTrail.tsx';

const useStyles = makeStyles({
  person: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalL },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  tabs: { flexWrap: 'wrap' },
  userName: { color: tokens.colorNeutralForeground3 },
  title: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
  },
});

/** One person: who they are, the passkeys that Entra holds for them, and what was done. */
export function UserPage({ user: id, tab }: { user: string; tab: UserTab }) {
  const styles = useStyles();
  const query = useQuery(api.users.get.queryOptions({ input: { user: id } }));
  usePageTitle(query.data?.displayName ?? '');
  if (query.isPending) return <Spinner label={strings.loading} />;
  if (query.isError) return <FailureMessage failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  const user = query.data;
  return (
    <>
      <UserTrail user={user} />
      <div className={styles.person}>
        <Avatar name={user.displayName} size={56} color="colorful" aria-hidden="true" />
        <div className={styles.names}>
          <div className={styles.title}>
            <Title2 as="h1">{user.displayName}</Title2>
            <UserState user={user} />
          </div>
          <Text className={styles.userName}>{user.userPrincipalName}</Text>
        </div>
      </div>
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => goTo({ page: 'user', user: id, tab: parseUserTab(value) })}
      >
        <Tab value="info" id="tab-info">
          {strings.user.tabs.info}
        </Tab>
        <Tab value="passkeys" id="tab-passkeys">
          {strings.user.tabs.passkeys}
        </Tab>
        <Tab value="keys" id="tab-keys">
          {strings.user.tabs.keys}
        </Tab>
        <Tab value="groups" id="tab-groups">
          {strings.user.tabs.groups}
        </Tab>
        <Tab value="activity" id="tab-activity">
          {strings.user.tabs.activity}
        </Tab>
      </TabList>
      <div role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'info' && <UserInfoTab user={user} />}
        {tab === 'passkeys' && <PasskeysTab user={user} />}
        {tab === 'keys' && <SecurityKeysTab user={user} />}
        {tab === 'groups' && <GroupsTab user={user} />}
        {tab === 'activity' && <ActivityTab user={user} />}
      </div>
    </>
  );
}
