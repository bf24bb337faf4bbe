import { Button } from '@fluentui/react-components';
import type { RecordDeskKey, RecordState } from '../../../../contract/record/schema.ts';
import { strings } from '../../../strings.ts';
import { Row } from '../../../ui/page/Row.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import type { AskedDesk } from './DeskDialog.tsx';

type Desk = RecordState['desks'][number];

/** What people compare at another desk. */
export function fingerprintFact({ secrets }: RecordState) {
  if (secrets === null) return [];
  const { fingerprint, keyless } = secrets;
  const words = strings.record;
  const label = words.fingerprint;
  return fingerprint === null
    ? [{ label, value: words.keyless[keyless ?? 'away'] }]
    : [{ label, value: fingerprint, code: true }];
}

/** Whether each desk may receive secrets, and the buttons that decide it. */
export function secretColumns(onAsk: (asked: AskedDesk) => void): Column<Desk>[] {
  const words = strings.record;
  return [
    {
      header: () => words.secrets,
      cell: ({ keys }) =>
        keys.length === 0 ? words.noKey : keys.map(key => <div key={key.holder}>{keyText(key, keys.length > 1)}</div>),
    },
    {
      header: () => words.decide,
      controls: true,
      width: '12rem',
      cell: desk => <DeskButtons desk={desk} onAsk={onAsk} />,
    },
  ];
}

function keyText({ holder, standing, confirmedBy, trustsThis }: RecordDeskKey, isOneOfSeveral: boolean): string {
  const words = strings.record;
  const details = [
    ...(isOneOfSeveral ? [words.holders[holder]] : []),
    ...(standing === 'trusted' && confirmedBy !== null ? [words.confirmedBy({ name: confirmedBy })] : []),
    ...(standing === 'trusted' && !trustsThis ? [words.trustsNot] : []),
  ];
  return [words.keyStandings[standing], ...(details.length === 0 ? [] : [`(${details.join('; ')})`])].join(' ');
}

function DeskButtons({ desk, onAsk }: { desk: Desk; onAsk: (asked: AskedDesk) => void }) {
  const { keys, isThis } = desk;
  const words = strings.record;
  const has = (standing: RecordDeskKey['standing']) => keys.some(key => key.standing === standing);
  return (
    <Row>
      {has('waiting') && (
        <Button size="small" onClick={() => onAsk({ desk, about: 'trust' })}>
          {words.trust}
        </Button>
      )}
      {!isThis && (has('trusted') || has('waiting')) && (
        <Button size="small" onClick={() => onAsk({ desk, about: 'remove' })}>
          {words.removeDesk}
        </Button>
      )}
    </Row>
  );
}
