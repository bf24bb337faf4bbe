import {
  makeStyles,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { strings } from '../../../strings.ts';
import { ListTable } from '../../../ui/ListTable.tsx';
import { type Draft, isApp } from './draft.ts';

const words = strings.connections.setup.permissions;

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  notes: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'grid', rowGap: tokens.spacingVerticalS },
});

/** The least that is needed, and how to keep it to a part of the tenant. */
export function PermissionsStep({ draft: { signIn } }: { draft: Draft }) {
  const styles = useStyles();
  const app = isApp(signIn);
  return (
    <>
      <Text>{app ? words.application : words.delegated}</Text>
      <ListTable size="small" aria-label={app ? words.application : words.delegated}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.columns.name}</TableHeaderCell>
            <TableHeaderCell>{words.columns.why}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {strings.connections.permissionNames.map(([name, why]) => (
            <TableRow key={name}>
              <TableCell className={styles.code}>{name}</TableCell>
              <TableCell>{why}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </ListTable>
      <ul className={styles.notes}>
        <li>{words.consent}</li>
        {!app && <li>{words.person}</li>}
        <li>{app ? words.unitApp : words.unit}</li>
      </ul>
    </>
  );
}
