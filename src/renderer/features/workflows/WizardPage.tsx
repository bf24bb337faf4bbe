import { useQuery } from '@tanstack/react-query';
import { countedByDefault, type WorkflowDraft } from '../../../contract/workflows/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Wizard } from './Wizard.tsx';
import { WorkflowTrail } from './WorkflowTrail.tsx';

const words = strings.workflows;
const blank: WorkflowDraft = {
  name: '',
  group: null,
  trigger: 'security-key-activated',
  existing: 'skip',
  counted: countedByDefault,
};

/** Creates a workflow, or a new version of one. */
export function WizardPage({ id }: { id?: string }) {
  const known = useQuery(
    api.workflows.get.queryOptions({ input: { id: id ?? '' }, enabled: id !== undefined, refetchOnMount: 'always' }),
  );
  const title = id === undefined ? words.wizard.create : words.wizard.edit;
  return (
    <>
      <WorkflowTrail deeper={title} {...(known.data === undefined ? {} : { workflow: known.data.workflow })} />
      <PageHeading title={title}>{words.product}</PageHeading>
      {id === undefined && <Wizard start={blank} />}
      {id !== undefined && <QueryState query={known} />}
      {id !== undefined && known.data !== undefined && <Wizard id={id} start={draftOf(known.data.workflow)} />}
    </>
  );
}

function draftOf({ name, group, trigger, existing, counted }: WorkflowDraft): WorkflowDraft {
  return { name, group, trigger, existing, counted };
}
