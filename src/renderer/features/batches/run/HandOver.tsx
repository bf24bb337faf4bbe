import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { list } from '../../../../words/say.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import { PinText } from '../rows/PinText.tsx';
import { ActionButton } from './ActionButton.tsx';
import type { Actions } from './shortcuts.ts';

const words = strings.batchRun;
/** Number of users whose PIN has a button of its own. A menu has the others. */
const MOST = 4;

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase400,
  },
  menu: { maxHeight: '60vh', overflowY: 'auto' },
  pin: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXXL },
  name: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** The PINs that were not handed over. `shown` is the one on the screen. */
export function HandOver(props: {
  rows: readonly BatchRow[];
  shown: { row: BatchRow; pin: string } | null;
  error: unknown;
  pinsLast: boolean;
  actions: Actions;
  onShow(row: BatchRow): void;
}) {
  const styles = useStyles();
  const { rows, shown, error, pinsLast, actions, onShow } = props;
  const [newest, ...older] = rows;
  if (newest === undefined) return null;
  return (
    <section className={styles.panel} aria-label={words.waitingPins({ count: rows.length })}>
      {!pinsLast && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.pinsGone}</MessageBarBody>
        </MessageBar>
      )}
      <CallFailure error={error} />
      {shown === null ? (
        <Row>
          <span>{words.waitingPins({ count: rows.length })}</span>
          <span className={styles.name}>{nameOf(newest)}</span>
          <ActionButton action="showPin" actions={actions} label={words.showPin} appearance="primary" />
          {older.slice(0, MOST - 1).map(row => (
            <Button key={row.id} size="large" onClick={() => onShow(row)}>
              {words.pinOf({ user: nameOf(row) })}
            </Button>
          ))}
          <MorePins rows={older.slice(MOST - 1)} onShow={onShow} />
        </Row>
      ) : (
        <div className={styles.pin}>
          <span className={styles.name}>{words.pinOf({ user: nameOf(shown.row) })}</span>
          <PinText>{shown.pin}</PinText>
          <Row>
            <ActionButton
              action="handedOver"
              actions={actions}
              label={words.handedOver}
              appearance="primary"
              keepsPlace
            />
            <ActionButton action="showPin" actions={actions} label={words.hidePin} />
          </Row>
          {rows.length > 1 && (
            <span>
              {words.waitToo({
                users: list(
                  rows
                    .filter(({ id }) => id !== shown.row.id)
                    .slice(0, MOST)
                    .map(nameOf),
                ),
                count: rows.length - 1,
              })}
            </span>
          )}
        </div>
      )}
    </section>
  );
}

function MorePins({ rows, onShow }: { rows: readonly BatchRow[]; onShow(row: BatchRow): void }) {
  const styles = useStyles();
  if (rows.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton size="large">{words.morePins({ count: rows.length })}</MenuButton>
      </MenuTrigger>
      <MenuPopover className={styles.menu}>
        <MenuList>
          {rows.map(row => (
            <MenuItem key={row.id} onClick={() => onShow(row)}>
              {words.pinOf({ user: nameOf(row) })}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
