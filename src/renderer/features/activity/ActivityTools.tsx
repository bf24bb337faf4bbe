import { Button, makeStyles, Spinner, Toolbar, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, ShieldCheckmarkRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type ActivityFilter, headText } from '../../../contract/activity/schema.ts';
import { api, client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { saveText, today } from '../../ui/actions/saveText.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { NotedHeadForm } from './NotedHeadForm.tsx';
import { Verification } from './Verification.tsx';

const words = strings.activity;

const useStyles = makeStyles({ tools: { gap: tokens.spacingHorizontalS, padding: 0 } });

/** Verifies the activity log, and exports the entries that match the filter. */
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
      <CallFailure error={verify.error} />
      <CallFailure error={save.error} />
    </>
  );
}

async function saveExport(filter: ActivityFilter): Promise<void> {
  await saveText(await client.activity.export(filter), `keydesk-activity-${today()}.jsonl`, 'application/x-ndjson');
}
