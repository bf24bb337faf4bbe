/** Where the focus has been, the newest last. Enough to find the button of a menu whose item opened a dialog. */
const trail: HTMLElement[] = [];
const LENGTH = 12;

document.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLElement) || trail.at(-1) === target) return;
  trail.push(target);
  if (trail.length > LENGTH) trail.shift();
});

/** Returns the elements that had the focus until now, the newest first. */
export function focusTrail(): readonly HTMLElement[] {
  return trail.toReversed();
}

/**
 * Focuses the first of some elements that is still there and takes the focus; where none does, the heading of the page, so that
 * keyboard and screen reader never start again at the top of the window.
 */
export function focusFirstOf(elements: readonly HTMLElement[]): void {
  for (const element of elements) {
    if (!element.isConnected || !element.checkVisibility()) continue;
    element.focus();
    if (document.activeElement === element) return;
  }
  focusHeading();
}

/** Focuses the heading of the page, or the page where it has none yet. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('#main h1') ?? document.getElementById('main');
  if (heading === null) return;
  // A heading takes the focus by script alone; it is no stop for the Tab key.
  heading.tabIndex = -1;
  heading.style.outlineStyle = 'none';
  heading.focus();
}
