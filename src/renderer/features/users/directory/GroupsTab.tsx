import {
  makeStyles,
  Spinner,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { PeopleTeamRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../../contract/users/schema.ts';
import { api } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { ListTable } from '../../../ui/ListTable.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { TextCell } from '../../../ui/TextCell.tsx';

const words = strings.directory;

const useStyles = makeStyles({ members: { width: '160px' } });

/** The groups that hold a user, by any way in. */
export function GroupsTab({ user }: { user: User }) {
  const styles = useStyles();
  const groups = useQuery(api.directory.groupsOf.queryOptions({ input: { user: user.id } }));
  return (
    <Panel>
      {groups.isPending && <Spinner label={strings.loading} />}
      {groups.isError && <FailureMessage failure={failureOf(groups.error)} onRetry={() => void groups.refetch()} />}
      {groups.data?.length === 0 && (
        <EmptyState Icon={PeopleTeamRegular} title={words.groupsEmpty} hint={words.groupsHint} />
      )}
      {groups.data !== undefined && groups.data.length > 0 && (
        <ListTable aria-label={strings.user.tabs.groups}>
          <TableHeader>
            <TableRow>
              <TableHeaderCell>{words.groupColumns.name}</TableHeaderCell>
              <TableHeaderCell className={styles.members}>{words.groupColumns.members}</TableHeaderCell>
            </TableRow>
          </TableHeader>
          <TableBody>
            {groups.data.map(group => (
              <TableRow key={group.id}>
                <TextCell text={group.displayName} />
                <TableCell>{group.members.toLocaleString()}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </ListTable>
      )}
    </Panel>
  );
}
