import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { PreviewRequest } from '../../../contract/workflows/schema.ts';
import { previewSentences } from '../../../contract/workflows/words.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    overflowWrap: 'anywhere',
  },
});

/** Sentences, one a line. */
export function Sentences({ of }: { of: readonly string[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {of.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** To how many users a workflow applies today. */
export function PreviewList({ request }: { request: PreviewRequest }) {
  const preview = useQuery(
    api.workflows.preview.queryOptions({ input: request, staleTime: 0, refetchOnMount: 'always' }),
  );
  if (preview.isError) {
    return <FailureMessage failure={failureOf(preview.error)} onRetry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) {
    return <Spinner size="tiny" labelPosition="after" label={strings.workflows.wizard.counting} />;
  }
  return <Sentences of={previewSentences(preview.data)} />;
}
