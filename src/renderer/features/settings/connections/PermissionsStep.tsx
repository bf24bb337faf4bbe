import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { type PermissionPurpose, permissions } from '../../../../contract/connections/permissions.ts';
import { strings } from '../../../strings.ts';
import type { Column } from '../../../ui/table/columns.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { type Draft, isApp } from './draft.ts';

const words = strings.connectionSetup.permissions;

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  notes: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
  },
});

/** The least privileged permissions that Keydesk needs, and how to limit them to a part of the tenant. */
export function PermissionsStep({ draft: { signIn } }: { draft: Draft }) {
  const styles = useStyles();
  const app = isApp(signIn);
  const columns: readonly Column<PermissionPurpose>[] = [
    { header: () => words.name, cell: purpose => <span className={styles.code}>{permissions[purpose]}</span> },
    { header: () => words.why, cell: purpose => strings.connectionSetup.purposes[purpose] },
  ];
  return (
    <>
      <Text>{app ? words.application : words.delegated}</Text>
      <ListTable
        label={app ? words.application : words.delegated}
        columns={columns}
        rows={Object.keys(permissions) as PermissionPurpose[]}
        keyOf={purpose => purpose}
      />
      <ul className={styles.notes}>
        <li>{words.consent}</li>
        {!app && <li>{words.person}</li>}
        <li>{app ? words.unitApp : words.unit}</li>
      </ul>
    </>
  );
}
