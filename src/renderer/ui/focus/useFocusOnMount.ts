import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to what has just appeared, so that keyboard and screen reader are where the eye is. */
export function useFocusOnMount(): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
