import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { strings } from '../../../strings.ts';

const words = strings.directory.columns;

/** Height of a row, in px; of one that is a card, with its values in two columns; and in one. */
export const ROW_HEIGHT = 44;
export const CARD_HEIGHT = 144;
export const SLIM_CARD_HEIGHT = 200;
/**
 * In a list of this width or less, in px, each row is a card: beside the columns of one width, names and departments would have
 * no room for a usual name.
 */
const CARD_WIDTH = 800;
const SLIM_CARD_WIDTH = 480;
export const CARD = `@container (max-width: ${CARD_WIDTH}px)`;
export const WIDE_CARD = `@container (min-width: ${SLIM_CARD_WIDTH + 1}px) and (max-width: ${CARD_WIDTH}px)`;
export const SLIM_CARD = `@container (max-width: ${SLIM_CARD_WIDTH}px)`;

/** The height of a row in a list of some width, both in px. */
export function rowHeight(width: number): number {
  if (width > CARD_WIDTH) return ROW_HEIGHT;
  return width > SLIM_CARD_WIDTH ? CARD_HEIGHT : SLIM_CARD_HEIGHT;
}
/** Choice, name, user name, department, state, passkeys in Entra, assignment, last used, Add Microsoft passkey. */
export const gridColumns = '44px minmax(0, 30fr) minmax(0, 34fr) minmax(0, 20fr) 88px 76px 108px 116px 44px';
/** The same of a narrow list, where the user name stands under the name. */
export const narrowColumns = '44px minmax(0, 3fr) minmax(0, 2fr) 88px 76px 108px 116px 44px';
/** What makes a list narrow: of its own width, not the window's. Its columns are its own as long as rows are no cards. */
export const NARROW = '@container (max-width: 900px)';
export const NARROW_COLUMNS = `@container (min-width: ${CARD_WIDTH + 1}px) and (max-width: 900px)`;

/** The columns after the choice; one without `sort` cannot be sorted by. Cards name their values by these labels. */
export const sortable: readonly { label: string; sort?: UserFilter['sort']; wideOnly?: boolean }[] = [
  { label: words.name, sort: 'name' },
  { label: words.userName, sort: 'userPrincipalName', wideOnly: true },
  { label: words.department, sort: 'department' },
  { label: words.state },
  { label: words.passkey },
  { label: words.assignment },
  { label: words.lastUsed },
];
