import { implement } from '@orpc/server';
import { settingsContract } from '../../../contract/settings/procedures.ts';
import type { Settings, SettingsChange } from '../../../contract/settings/schema.ts';

export interface SettingsProcedureParts {
  /** Returns the settings that this window may read. */
  readonly read: () => Settings;
  readonly change: (change: SettingsChange) => Promise<Settings>;
  /** Turns practice mode on or off. @throws KeydeskError mode-busy; invalid-input if there is no window */
  readonly setMode: (practice: boolean) => void;
  readonly setToken: (token: string) => void;
}

/** Returns the procedures for the settings of this computer. */
export function settingsProcedures({ read, change, setMode, setToken }: SettingsProcedureParts) {
  const os = implement(settingsContract);
  return os.router({
    get: os.get.handler(() => read()),
    set: os.set.handler(({ input }) => change(input)),
    setMode: os.setMode.handler(({ input }) => setMode(input.practice)),
    setToken: os.setToken.handler(({ input }) => setToken(input.token)),
  });
}
