import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to an element when it appears, so that keyboard and screen reader continue there. */
export function useFocusOnMount(): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
