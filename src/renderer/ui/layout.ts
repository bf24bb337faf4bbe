/** Below this the window is a phone's, or a desk's at 200 % and more: it scrolls as a whole, and its frame takes no height of its own. */
export const NARROW_WINDOW = '@media (max-width: 640px), (max-height: 480px)';
/** From here on the navigation shows its words beside its icons. */
export const WIDE_WINDOW = '@media (min-width: 1101px)';
/** Where a table has less width than this, each of its rows is a card. */
export const CARDS = '@container (max-width: 720px)';
