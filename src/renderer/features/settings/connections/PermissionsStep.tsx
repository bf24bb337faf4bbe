import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { strings } from '../../../strings.ts';
import type { Column } from '../../../ui/table/columns.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { type Draft, isApp } from './draft.ts';

const words = strings.connections.setup.permissions;

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  notes: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
  },
});

/** The least permissions that Keydesk needs, and how to limit them to a part of the tenant. */
export function PermissionsStep({ draft: { signIn } }: { draft: Draft }) {
  const styles = useStyles();
  const app = isApp(signIn);
  const columns: readonly Column<(typeof strings.connections.permissionNames)[number]>[] = [
    { header: words.columns.name, cell: ([name]) => <span className={styles.code}>{name}</span> },
    { header: words.columns.why, cell: ([, why]) => why },
  ];
  return (
    <>
      <Text>{app ? words.application : words.delegated}</Text>
      <ListTable
        label={app ? words.application : words.delegated}
        columns={columns}
        rows={strings.connections.permissionNames}
        keyOf={([name]) => name}
      />
      <ul className={styles.notes}>
        <li>{words.consent}</li>
        {!app && <li>{words.person}</li>}
        <li>{app ? words.unitApp : words.unit}</li>
      </ul>
    </>
  );
}
