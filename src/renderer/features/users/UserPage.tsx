import { Avatar, makeStyles, Tab, TabList, Title2, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo, parseUserTab, type UserTab, userTabs } from '../../ui/page/route.ts';
import { usePageTitle } from '../../ui/page/useWindowTitle.ts';
import { UserComparison } from '../reconciliation/UserComparison.tsx';
import { ActivityTab } from './ActivityTab.tsx';
import { GroupsTab } from './directory/GroupsTab.tsx';
import { PasskeysTab } from './PasskeysTab.tsx';
import { SecurityKeysTab } from './SecurityKeysTab.tsx';
import { UserInfoTab } from './UserInfoTab.tsx';
import { UserState } from './UserState.tsx';
import { UserTrail } from './UserTrail.tsx';

const useStyles = makeStyles({
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  tabs: { flexWrap: 'wrap' },
  title: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
  },
});

/** One user: details, passkeys, security keys, groups and activity, each on a tab. */
export function UserPage({ user: id, tab }: { user: string; tab: UserTab }) {
  const styles = useStyles();
  const query = useQuery(api.users.get.queryOptions({ input: { user: id } }));
  usePageTitle(query.data?.displayName ?? '');
  if (!query.isSuccess) return <QueryState query={query} />;
  const user = query.data;
  return (
    <>
      <UserTrail user={user} />
      <Row gap="large" oneLine>
        <Avatar name={user.displayName} size={56} color="colorful" aria-hidden="true" />
        <div className={styles.names}>
          <div className={styles.title}>
            <Title2 as="h1">{user.displayName}</Title2>
            <UserState user={user} />
          </div>
          <QuietText>{user.userPrincipalName}</QuietText>
        </div>
      </Row>
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => goTo({ page: 'user', user: id, tab: parseUserTab(value) })}
      >
        {userTabs.map(each => (
          <Tab key={each} value={each} id={`tab-${each}`}>
            {strings.user.tabs[each]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'info' && <UserInfoTab user={user} />}
        {tab === 'passkeys' && <PasskeysTab user={user} />}
        {tab === 'comparison' && <UserComparison user={user} />}
        {tab === 'keys' && <SecurityKeysTab user={user} />}
        {tab === 'groups' && <GroupsTab user={user} />}
        {tab === 'activity' && <ActivityTab user={user} />}
      </div>
    </>
  );
}
