/** A phone, or a desk at a zoom of 200 % or more: the whole window scrolls, and its frame has no fixed height. */
export const NARROW_WINDOW = '@media (max-width: 640px), (max-height: 480px)';
/** From this width on the navigation shows words beside its icons. */
export const WIDE_WINDOW = '@media (min-width: 1101px)';
/** In less width than this, each row of a table is a card. */
export const CARDS = '@container (max-width: 720px)';
/** The same for a table with a few short columns. */
export const NARROW_CARDS = '@container (max-width: 360px)';
