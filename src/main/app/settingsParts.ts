import type { Connections } from '../features/connections/connections.ts';
import type { Runs } from '../features/enrollment/runs.ts';
import { changeSettings } from '../features/settings/changeSettings.ts';
import type { SettingsProcedureParts } from '../features/settings/procedures.ts';
import { changeStation } from '../services/settings/stationMark.ts';
import type { Background } from './background.ts';
import type { CoreOptions } from './coreOptions.ts';
import type { Foundation } from './foundation.ts';
import { createModeSwitch } from './modeSwitch.ts';
import { settingsFor } from './stationLock.ts';
import type { SharedFeatures, TenantScope } from './tenantScope.ts';

interface Parts {
  readonly options: CoreOptions;
  readonly foundation: Foundation;
  readonly scope: () => TenantScope;
  readonly connections: Connections;
  readonly shared: Pick<SharedFeatures, 'enrollments'>;
  readonly runs: Runs;
  readonly background: Pick<Background, 'importSchedule'>;
}

/** Joins what the settings procedures need: the mode switch, the station mark, the import schedule and the token. */
export function settingsProcedureParts({
  options,
  foundation,
  scope,
  connections,
  shared,
  runs,
  background,
}: Parts): SettingsProcedureParts {
  const { station, settings, store, keys, keyHost, connectedTenant } = foundation;
  const { practice, services } = options;
  const { enrollments } = shared;
  return {
    read: () => settingsFor(station, settings.get()),
    change: async change => {
      const write = () => changeSettings(settings, scope().activity, change);
      const changed = await changeStation(store, change.station, write);
      // The person who changed this does not wait for the next scheduled check.
      if (change.importEvery !== undefined) void background.importSchedule.look();
      return changed;
    },
    setMode: createModeSwitch({ practice, restart: services.restart, enrollments, runs, keys, keyHost }),
    setToken: token => {
      connectedTenant.setToken(token);
      scope().activity.record({ kind: 'connection-changed', facts: { newToken: true } });
      // The name is only for display. If something is wrong with the token, the first request reports it.
      void connections.learnName().catch(() => undefined);
    },
  };
}
