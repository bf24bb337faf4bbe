/** A phone, or a desk at a zoom of 200 % or more: the window scrolls as a whole, and its frame has no height of its own. */
export const NARROW_WINDOW = '@media (max-width: 640px), (max-height: 480px)';
/** From this width on the navigation shows words beside its icons. */
export const WIDE_WINDOW = '@media (min-width: 1101px)';
/** If a table has less width than this, each of its rows is a card. */
export const CARDS = '@container (max-width: 720px)';
