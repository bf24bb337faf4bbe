import { makeStyles, Tab, TabList } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { type DeferredStep, deferredSteps, goTo } from '../../ui/page/route.ts';
import { Trail } from '../../ui/page/Trail.tsx';
import { FetchStep } from './FetchStep.tsx';
import { MakeStep } from './MakeStep.tsx';
import { UploadStep } from './UploadStep.tsx';

const words = strings.deferred;

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap' },
  step: { display: 'flex', flexDirection: 'column', rowGap: '16px', minWidth: 0 },
});

/** Keys for a site without a network, in three steps on up to three computers. */
export function DeferredPage({ step }: { step: DeferredStep }) {
  const styles = useStyles();
  return (
    <>
      <Trail above={[{ route: { page: 'batches' }, name: strings.batches.title }]} current={words.title} />
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <TabList
        className={styles.tabs}
        selectedValue={step}
        onTabSelect={(_, { value }) =>
          goTo({ page: 'deferred', step: deferredSteps.find(each => each === value) ?? 'fetch' })
        }
      >
        {deferredSteps.map(each => (
          <Tab key={each} value={each} id={`step-${each}`}>
            {words.steps[each]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-labelledby={`step-${step}`} className={styles.step}>
        {step === 'fetch' && <FetchStep />}
        {step === 'make' && <MakeStep />}
        {step === 'upload' && <UploadStep />}
      </div>
    </>
  );
}
