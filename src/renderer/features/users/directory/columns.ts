import type { UserFilter } from '../../../../contract/directory.ts';
import { strings } from '../../../strings.ts';

const words = strings.directory.columns;

/** Height of a row, in px, and of one that is a card. */
export const ROW_HEIGHT = 44;
export const CARD_HEIGHT = 136;
/** In a list of this width or less, in px, each row is a card. */
const CARD_WIDTH = 560;
export const CARD = `@container (max-width: ${CARD_WIDTH}px)`;

/** The height of a row in a list of some width, both in px. */
export function rowHeight(width: number): number {
  return width <= CARD_WIDTH ? CARD_HEIGHT : ROW_HEIGHT;
}
/** Choice, name, user name, department, state, passkeys in Entra, assignment, last used, Add Microsoft passkey. */
export const gridColumns = '44px minmax(0, 30fr) minmax(0, 34fr) minmax(0, 20fr) 88px 76px 108px 116px 44px';
/** The same of a narrow list, where the user name stands under the name. */
export const narrowColumns = '44px minmax(0, 3fr) minmax(0, 2fr) 88px 76px 108px 116px 44px';
/** What makes a list narrow: of its own width, not the window's. Its columns are its own as long as rows are no cards. */
export const NARROW = '@container (max-width: 900px)';
export const NARROW_COLUMNS = `@container (min-width: ${CARD_WIDTH + 1}px) and (max-width: 900px)`;

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
