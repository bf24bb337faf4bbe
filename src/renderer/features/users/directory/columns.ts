import type { UserFilter } from '../../../../contract/directory.ts';
import { strings } from '../../../strings.ts';

const words = strings.directory.columns;

/** Height of a row, in px. */
export const ROW_HEIGHT = 44;
/** Choice, name, user name, department, state, passkeys in Entra, assignment, last used, Add Microsoft passkey. */
export const gridColumns = '44px minmax(0, 30fr) minmax(0, 34fr) minmax(0, 20fr) 88px 76px 108px 116px 44px';
/** The same of a narrow list, where the user name stands under the name. */
export const narrowColumns = '44px minmax(0, 3fr) minmax(0, 2fr) 88px 76px 108px 116px 44px';
/** What makes a list narrow: of its own width, not the window's. */
export const NARROW = '@container (max-width: 820px)';

/** The columns after the choice; one without `sort` cannot be sorted by. */
export const sortable: readonly { label: string; sort?: UserFilter['sort']; wideOnly?: boolean }[] = [
  { label: words.name, sort: 'name' },
  { label: words.userName, sort: 'userPrincipalName', wideOnly: true },
  { label: words.department, sort: 'department' },
  { label: words.state },
  { label: words.passkey },
  { label: words.assignment },
  { label: words.lastUsed },
];
