import type { Settings } from '../../contract/settings/schema.ts';
import { useChangeSettings } from './useChangeSettings.ts';

/** Returns one setting and the function that changes it. During a change, the value is already the new one. */
export function useSetting<
  K extends 'theme' | 'language' | 'station' | 'weakPins' | 'enrollAway' | 'importEvery' | 'pinPrinter' | 'pinPaper',
>(settings: Settings, name: K) {
  const change = useChangeSettings();
  const asked = (change.isPending ? change.variables : {}) as Partial<Settings>;
  return {
    value: asked[name] === undefined ? settings[name] : asked[name],
    set: (value: Settings[K]) => change.mutate({ [name]: value }),
    error: change.error,
  };
}
