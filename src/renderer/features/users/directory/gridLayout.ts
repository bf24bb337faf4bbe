/** Height of a row, in px. */
export const ROW_HEIGHT = 44;
/** Height of a card with its values in two columns, in px. */
export const CARD_HEIGHT = 144;
/** Height of a card with its values in one column, in px. */
export const SLIM_CARD_HEIGHT = 200;
/**
 * In a list of this width or less, in px, each row is a card, because a usual name or department would not fit into a
 * column.
 */
const CARD_WIDTH = 800;
const SLIM_CARD_WIDTH = 480;
export const CARD = `@container (max-width: ${CARD_WIDTH}px)`;
export const WIDE_CARD = `@container (min-width: ${SLIM_CARD_WIDTH + 1}px) and (max-width: ${CARD_WIDTH}px)`;
export const SLIM_CARD = `@container (max-width: ${SLIM_CARD_WIDTH}px)`;

/** Returns the height of a row in a list of that width, both in px. */
export function rowHeight(width: number): number {
  if (width > CARD_WIDTH) return ROW_HEIGHT;
  return width > SLIM_CARD_WIDTH ? CARD_HEIGHT : SLIM_CARD_HEIGHT;
}
/** The checkbox, the columns of `userColumns`, and the button that adds a passkey. */
export const gridColumns = '44px minmax(0, 30fr) minmax(0, 34fr) minmax(0, 20fr) 88px 76px 108px 116px 44px';
/** The same for a narrow list, which shows the user name below the name. */
export const narrowColumns = '44px minmax(0, 3fr) minmax(0, 2fr) 88px 76px 108px 116px 44px';
/** Depends on the width of the list, not of the window. */
export const NARROW = '@container (max-width: 900px)';
/** A narrow list whose rows are not cards. */
export const NARROW_COLUMNS = `@container (min-width: ${CARD_WIDTH + 1}px) and (max-width: 900px)`;
