import { implement } from '@orpc/server';
import { settingsContract } from '../../../contract/settings/procedures.ts';
import type { Settings, SettingsChange } from '../../../contract/settings/schema.ts';

export interface SettingsProcedureParts {
  /** Returns the settings as this window may read them. */
  readonly read: () => Settings;
  readonly change: (change: SettingsChange) => Promise<Settings>;
  /** @throws KeydeskError mode-busy; invalid-input if there is no window */
  readonly setMode: (practice: boolean) => void;
  readonly setToken: (token: string) => void;
}

/** The settings of this computer. */
export function settingsProcedures({ read, change, setMode, setToken }: SettingsProcedureParts) {
  const os = implement(settingsContract);
  return os.router({
    get: os.get.handler(() => read()),
    set: os.set.handler(({ input }) => change(input)),
    setMode: os.setMode.handler(({ input }) => setMode(input.practice)),
    setToken: os.setToken.handler(({ input }) => setToken(input.token)),
  });
}
