import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { PreviewRequest } from '../../../contract/workflows/schema.ts';
import { previewSentences } from '../../../contract/workflows/words.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    overflowWrap: 'anywhere',
  },
});

/** A list of sentences, one per line. */
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

/** The number of users that a workflow applies to today. */
export function PreviewList({ request }: { request: PreviewRequest }) {
  const preview = useQuery(
    api.workflows.preview.queryOptions({ input: request, staleTime: 0, refetchOnMount: 'always' }),
  );
  if (!preview.isSuccess) return <QueryState query={preview} label={strings.workflows.wizard.counting} size="tiny" />;
  return <Sentences of={previewSentences(preview.data)} />;
}
