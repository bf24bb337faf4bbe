import { Button, makeStyles, Spinner, Toolbar, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, ShieldCheckmarkRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type ActivityFilter, headText } from '../../../contract/activity/schema.ts';
import { api, client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { saveText, today } from '../../ui/saveText.ts';
import { NotedHeadForm } from './NotedHeadForm.tsx';
import { Verification } from './Verification.tsx';

const words = strings.activity;

const useStyles = makeStyles({ tools: { gap: tokens.spacingHorizontalS, padding: 0 } });

/** Whether the log is whole, and a copy of what the filters let through. */
export function ActivityTools({ filter }: { filter: ActivityFilter }) {
  const styles = useStyles();
  const verify = useMutation(api.activity.verify.mutationOptions());
  const save = useMutation({ mutationFn: () => saveExport(filter) });
  return (
    <>
      <Toolbar className={styles.tools} aria-label={words.title}>
        <Button
          icon={<ShieldCheckmarkRegular />}
          disabledFocusable={verify.isPending}
          onClick={() => verify.mutate({})}
        >
          {words.verify}
        </Button>
        <Button
          appearance="subtle"
          icon={<ArrowDownloadRegular />}
          disabledFocusable={save.isPending}
          onClick={() => save.mutate()}
        >
          {words.export}
        </Button>
        {verify.isPending && <Spinner size="tiny" label={words.verifying} />}
      </Toolbar>
      <NotedHeadForm busy={verify.isPending} onCheck={noted => verify.mutate({ noted })} />
      {verify.isSuccess && (
        <Verification
          key={headText(verify.data.head)}
          found={verify.data}
          noted={verify.variables.noted !== undefined}
          onAccepted={() => verify.mutate({})}
        />
      )}
      {verify.isError && <FailureMessage failure={failureOf(verify.error)} />}
      {save.isError && <FailureMessage failure={failureOf(save.error)} />}
    </>
  );
}

async function saveExport(filter: ActivityFilter): Promise<void> {
  await saveText(await client.activity.export(filter), `keydesk-activity-${today()}.jsonl`, 'application/x-ndjson');
}
