import { Link } from '@fluentui/react-components';
import { hrefOf, type UserTab } from '../page/route.ts';
import { CellText } from './CellText.tsx';

/** The name of a user in a table cell, as a link to a tab of the user's page. */
export function CellUser(props: { id: string; name: string; under?: string; tab: UserTab }) {
  const { id, name, under, tab } = props;
  return (
    <CellText text={name} under={under}>
      <Link href={hrefOf({ page: 'user', user: id, tab })}>{name}</Link>
    </CellText>
  );
}
