import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /\.tsx?$/.test(name));

/** The files whose code, comments left out, has a text. */
function filesWith(text: RegExp): string[] {
  return files
    .filter(file => !file.startsWith('renderer'))
    .filter(file => text.test(readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
    .map(file => file.replaceAll('\\', '/'))
    .sort();
}

/**
 * The files that bind the connected tenant, because an operation or a round of a loop begins there. Each has its reason; all other
 * code gets its tenant as a value (decision 43).
 */
const begins: Readonly<Record<string, string>> = {
  'main/app/background.ts': 'says what scheduled imports get',
  'main/app/core.ts': 'gives each procedure and each loop a way to bind',
  'main/app/entryPlace.ts': 'says whose entries are that no operation of a person writes',
  'main/app/foundation.ts': 'records, at the start, that the data folder was secured',
  'main/app/sharedFeatures.ts': 'says what the rounds of the shared features get',
  'main/app/systemInfo.ts': 'shows which tenant is connected now',
  'main/features/assignments/assignments.ts': 'says what the rounds of assignments get',
  'main/features/assignments/context.ts': 'names the dependency that rounds alone get, to leave it out',
  'main/features/assignments/start.ts': 'expires and deletes what is due, now and then',
  'main/features/connections/connectedTenant.ts': 'binds',
  'main/features/connections/tenantNaming.ts': 'asks the current tenant for its name',
  'main/features/directory/import/schedule.ts': 'imports now and then',
  'main/features/enrollment/enrollments.ts': 'says what recoveries get',
  'main/features/enrollment/recoveries.ts': 'recovers at the start, at a plugged-in key, and again',
  'main/features/enrollment/running.ts': 'joins the two',
  'main/features/webhooks/webhookService.ts': 'records what a receiver answers to a message that is sent now and then',
  'main/features/workflows/engineHost.ts': 'says what the rounds of the engine get',
  'main/features/workflows/engineRounds.ts': 'lets the engine work now and then',
  'main/features/workflows/workflowEngine.ts': 'says what the engine gets',
};

describe('which tenant is connected', () => {
  test('is asked where an operation or a round begins, and nowhere else', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(filesWith(/\bbind(\(\)|:|'|, )/).filter(file => !file.startsWith('simulator'))).toEqual(
      Object.keys(begins).sort(),
    );
  });

  test('is bound once by each procedure', () => {
    const handlers = files
      .filter(file => /main.(features|services|app).*rocedures\.ts$/.test(file))
      .flatMap(file => readFileSync(join(root, file), 'utf8').split('.handler(').slice(1));
    expect(handlers.length).toBeGreaterThan(100);
    expect(handlers.filter(handler => handler.split(/\b(?:scope|info)\(\)/).length > 2)).toEqual([]);
  });

  test('is read from the settings by what keeps, binds and switches connections alone', () => {
    expect(filesWith(/\bcurrentConnection\b/)).toEqual([
      'contract/settings/schema.ts',
      // What a station's window must not see.
      'main/app/stationLock.ts',
      'main/features/connections/changeConnections.ts',
      'main/features/connections/connectedTenant.ts',
      'main/features/connections/connectionList.ts',
      'main/features/connections/context.ts',
      'main/features/connections/tenantNaming.ts',
      'main/features/connections/tenantOf.ts',
      'main/services/settings/migrate.ts',
      'main/services/settings/settings.ts',
      // Whether practice is offered at the start.
      'main/shells/windowOptions.ts',
    ]);
  });
});
