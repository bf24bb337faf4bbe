import { Button, Link, MessageBar, MessageBarBody, makeStyles, Text } from '@fluentui/react-components';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { Form } from '../../ui/form/Form.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { hrefOf } from '../../ui/page/route.ts';
import { RunReport } from './RunReport.tsx';
import { UnlockFields } from './UnlockFields.tsx';
import { type DeferredRun, useDeferredRun } from './useDeferredRun.ts';
import { useUnlock } from './useUnlock.ts';

const words = strings.deferred;

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', rowGap: '12px', maxWidth: '640px' },
});

/** Registers the keys of a package. */
export function UploadStep() {
  const styles = useStyles();
  const unlock = useUnlock('station');
  const { run, start, stop } = useDeferredRun();
  const ref = unlock.ref();
  const submit = () => {
    if (ref !== null && !run.running) start(signal => client.deferred.upload(ref, { signal }));
  };
  return (
    <>
      <Panel title={words.uploadTitle}>
        <Text>{words.uploadHint}</Text>
        <Form className={styles.fields} onSubmit={submit}>
          <UnlockFields of={unlock} />
          <Row>
            <Button type="submit" appearance="primary" disabledFocusable={ref === null || run.running}>
              {words.upload}
            </Button>
            {run.running && <Button onClick={stop}>{words.cancel}</Button>}
          </Row>
        </Form>
      </Panel>
      <RunReport run={run} done={['uploaded']} label={words.uploading}>
        <Uploaded run={run} />
      </RunReport>
    </>
  );
}

function Uploaded({ run }: { run: DeferredRun }) {
  if (!run.ended || run.package === null) return null;
  const { counts, batch } = run.package;
  return (
    <MessageBar intent={counts.failed > 0 ? 'warning' : 'success'} layout="multiline" role="status">
      <MessageBarBody>
        {words.uploaded({ count: counts.uploaded })}{' '}
        <Link href={hrefOf({ page: 'batch', batch: batch.id })}>{words.openBatch}</Link>
      </MessageBarBody>
    </MessageBar>
  );
}
