import type { RecordState } from '../../contract/record/schema.ts';
import { timeText } from '../../contract/text/times.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { table } from '../table.ts';

const words = wordsOf('commands').record;

type Desk = RecordState['desks'][number];

/** Returns a table of the desks: when each was there, its version, and whether it may receive secrets. */
export function deskLines(desks: readonly Desk[], withIds = false): string[] {
  const rows = desks.map(desk => {
    const { id, name, lastSeen, isThis, version, standing, leads } = desk;
    return [
      isThis ? words.thisDesk({ name }) : name,
      ...(withIds ? [id] : []),
      lastSeen === null ? words.unknown : timeText(lastSeen),
      String(version ?? ''),
      words.standing({ standing }),
      commas(leads.map(work => words.ledWork({ work }))),
      keysText(desk),
    ];
  });
  return table([
    [words.desk, ...(withIds ? ['id'] : []), words.lastSeen, words.version, '', words.leads, words.secrets],
    ...rows,
  ]);
}

function keysText({ keys }: Desk): string {
  return keys
    .map(({ holder, standing, trustsThis }) =>
      words.keyStanding({ holder, standing, trusts: trustsThis ? 'yes' : 'no' }),
    )
    .join('; ');
}

/** Returns the line with the fingerprint of this desk, or why it has none. */
export function fingerprintLines({ secrets }: Pick<RecordState, 'secrets'>): string[][] {
  if (secrets === null) return [];
  const { fingerprint, keyless } = secrets;
  return [[words.fingerprint, fingerprint ?? words.keyless({ reason: keyless ?? 'away' })]];
}
