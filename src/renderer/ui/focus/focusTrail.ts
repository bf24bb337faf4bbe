/** The elements that had the focus, the newest last. Long enough to find the menu button whose item opened a dialog. */
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
 * Focuses the first element that still exists and accepts the focus. If none does, it focuses the heading of the page, so that
 * keyboard and screen reader do not start again at the top of the window.
 */
export function focusFirstOf(elements: readonly HTMLElement[]): void {
  for (const element of elements) {
    if (!element.isConnected || !element.checkVisibility()) continue;
    element.focus();
    if (document.activeElement === element) return;
  }
  focusHeading();
}

/** Focuses the heading of the page, or the page if it has no heading yet. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('#main h1') ?? document.getElementById('main');
  if (heading === null) return;
  // Only a script focuses a heading. The Tab key skips it.
  heading.tabIndex = -1;
  heading.style.outlineStyle = 'none';
  heading.focus();
}
