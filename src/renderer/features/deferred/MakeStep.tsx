import { Button, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { Form } from '../../ui/form/Form.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { KeyCard } from '../batches/run/KeyCard.tsx';
import { toLiveKey } from './liveKey.ts';
import { RunReport } from './RunReport.tsx';
import { UnlockFields } from './UnlockFields.tsx';
import { type DeferredRun, useDeferredRun } from './useDeferredRun.ts';
import { useUnlock } from './useUnlock.ts';

const words = strings.deferred;

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', rowGap: '12px', maxWidth: '640px' },
  keys: { display: 'grid', gap: tokens.spacingHorizontalM, gridTemplateColumns: 'minmax(0, 1fr)' },
  next: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
});

/** Gives each plugged-in key the next row of a package. Needs no connection. */
export function MakeStep() {
  const styles = useStyles();
  const unlock = useUnlock('passphrase');
  const { run, start, stop } = useDeferredRun();
  const ref = unlock.ref();
  const submit = () => {
    if (ref !== null && !run.running) start(signal => client.deferred.make({ ...ref, interactive: true }, { signal }));
  };
  return (
    <>
      {!run.running && (
        <Panel title={words.makeTitle}>
          <Text>{words.makeHint}</Text>
          <Form className={styles.fields} onSubmit={submit}>
            <UnlockFields of={unlock} />
            <Row>
              <Button type="submit" appearance="primary" disabledFocusable={ref === null}>
                {words.make}
              </Button>
            </Row>
          </Form>
        </Panel>
      )}
      {run.running && run.package !== null && <Keys run={run} onStop={stop} />}
      <RunReport run={run} done={['made', 'uploaded']} label={words.makeTitle}>
        {!run.running && run.package !== null && (
          <MessageBar intent={run.over ? 'success' : 'info'} layout="multiline" role="status">
            <MessageBarBody>{run.over ? words.over : words.stopped}</MessageBarBody>
          </MessageBar>
        )}
      </RunReport>
    </>
  );
}

/** The keys, and who is next. */
function Keys({ run: { keys, rows, next, over }, onStop }: { run: DeferredRun; onStop: () => void }) {
  const styles = useStyles();
  return (
    <Panel title={words.makeTitle}>
      {over ? (
        <MessageBar intent="success" layout="multiline" role="status">
          <MessageBarBody>{words.over}</MessageBarBody>
        </MessageBar>
      ) : (
        next !== null && (
          <div role="status">
            <Text className={styles.next} weight="semibold" block>
              {words.next({ name: next.user?.displayName ?? next.typed })}
            </Text>
            <Text>{words.nextHint}</Text>
          </div>
        )
      )}
      <div className={styles.keys}>
        {keys.map(key => (
          <KeyCard key={key.keyId} of={toLiveKey(key, rows)} waits={false} colors />
        ))}
      </div>
      <Row>
        <Button onClick={onStop}>{words.stop}</Button>
      </Row>
    </Panel>
  );
}
