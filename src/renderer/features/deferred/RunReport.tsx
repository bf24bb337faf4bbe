import { MessageBar, MessageBarBody, makeStyles, ProgressBar, Text } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import type { DeferredState } from '../../../contract/deferred/schema.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { DeferredRows } from './DeferredRows.tsx';
import type { DeferredRun } from './useDeferredRun.ts';

const words = strings.deferred;

const useStyles = makeStyles({ progress: { display: 'flex', flexDirection: 'column', gap: '4px', maxWidth: '640px' } });

/**
 * What an operation does and what came of it: progress, warnings, errors, and the rows of the package.
 * @param done the states that count as progress
 */
export function RunReport(props: {
  run: DeferredRun;
  done: readonly DeferredState[];
  label: string;
  children?: ReactNode;
}) {
  const styles = useStyles();
  const { run, done, label, children } = props;
  const report = useRef<HTMLDivElement>(null);
  const isShown = run.running || run.ended || run.failure !== null;
  // It is below the form.
  useEffect(() => {
    if (isShown) report.current?.scrollIntoView({ block: 'nearest' });
  }, [isShown]);
  const { rows } = run;
  const all = rows.filter(({ state }) => state !== 'refused').length;
  const made = rows.filter(({ state }) => done.includes(state)).length;
  if (!run.running && run.package === null && run.failure === null) return null;
  return (
    <div ref={report}>
      <Panel title={words.rows}>
        {run.running && (
          <div className={styles.progress}>
            <Text>{label}</Text>
            <ProgressBar aria-label={label} {...(all === 0 ? {} : { value: made, max: all })} />
            {all > 0 && <Text role="status">{words.progress({ made, all })}</Text>}
          </div>
        )}
        {run.warnings.map(warning => (
          <FailureMessage key={`${warning.code} ${String(warning.params.user)}`} failure={warning} intent="warning" />
        ))}
        {run.failure !== null && <FailureMessage failure={run.failure} />}
        {children}
        {(run.package?.left ?? 0) > 0 && (
          <MessageBar intent="warning" layout="multiline" role="status">
            <MessageBarBody>{words.left({ count: run.package?.left ?? 0 })}</MessageBarBody>
          </MessageBar>
        )}
        <DeferredRows rows={rows} />
      </Panel>
    </div>
  );
}
