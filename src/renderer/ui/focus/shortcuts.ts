/** The part of a key press that a shortcut depends on. */
type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Returns whether a key press is Ctrl+K, Cmd+K or /.
 * @param isTyping whether the focus is in a field, where a slash is a character like any other
 */
export function isSearchShortcut({ key, ctrlKey, metaKey, altKey }: Press, isTyping: boolean): boolean {
  if (altKey) return false;
  if (ctrlKey !== metaKey) return key.toLowerCase() === 'k';
  return key === '/' && !ctrlKey && !isTyping;
}

/** Returns whether a key press is Ctrl+P or Cmd+P. */
export function isPrintShortcut({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): boolean {
  return ctrlKey !== metaKey && !altKey && !shiftKey && key.toLowerCase() === 'p';
}
