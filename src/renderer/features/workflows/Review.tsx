import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { WorkflowDraft } from '../../../contract/workflows/schema.ts';
import { countedText, existingWords, triggerWords, workflowSentences } from '../../../contract/workflows/words.ts';
import { useTenantName } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/display/Facts.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { PreviewList, Sentences } from './PreviewList.tsx';

const words = strings.workflows.wizard;

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
});

/** What the workflow will do, in sentences, and the number of users that it applies to today. */
export function Review({ id, draft }: { id?: string; draft: WorkflowDraft }) {
  const styles = useStyles();
  const tenant = useTenantName();
  const { name, group, trigger, existing, counted } = draft;
  return (
    <>
      <Facts
        facts={[
          { label: words.name, value: name },
          { label: words.tenant, value: tenant },
          { label: words.group, value: group?.name ?? strings.workflows.everybody },
          { label: words.trigger, value: triggerWords[trigger] },
          { label: words.existing, value: existingWords[existing] },
          { label: words.counted, value: countedText(counted) },
        ]}
      />
      <div className={styles.part}>
        <Subtitle2 as="h3">{words.reviewTitle}</Subtitle2>
        <Sentences of={workflowSentences(draft)} />
      </div>
      <div className={styles.part}>
        <Subtitle2 as="h3">{words.todayTitle}</Subtitle2>
        <PreviewList request={{ group, trigger, existing, counted, ...(id === undefined ? {} : { id }) }} />
        <QuietText>{words.fromNow}</QuietText>
        {id !== undefined && <QuietText>{words.versions}</QuietText>}
      </div>
    </>
  );
}
