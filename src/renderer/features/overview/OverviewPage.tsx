import { Button } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { overviewFormats } from '../../../contract/overview/schema.ts';
import { spokenLanguage } from '../../../words/say.ts';
import { api, client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ExportMenu } from '../../ui/actions/ExportMenu.tsx';
import { saveBytes, today } from '../../ui/actions/saveText.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { printDrawn } from '../../ui/table/print.ts';
import { CoverageParts } from './CoverageParts.tsx';
import { Figures } from './Figures.tsx';
import { ImportNotice } from './ImportNotice.tsx';
import { MadeParts } from './MadeParts.tsx';
import { StuckPart, WorkParts } from './WorkParts.tsx';

const words = strings.overview;

/**
 * Interval for reading the numbers again, in ms. They do not follow every change, because coverage is counted over all users: a batch that
 * runs would count it several times a second.
 */
const READ_AGAIN = 15_000;

/** The first page of a desk: how the roll-out goes. It works without the network. */
export function OverviewPage() {
  const query = useQuery(api.overview.get.queryOptions({ refetchInterval: READ_AGAIN }));
  const overview = query.data;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <QueryState query={query} />
      {overview !== undefined && (
        <>
          <ImportNotice overview={overview} />
          <Row data-frame="">
            <ExportMenu label={words.export} formats={words.formats} save={save} />
            <Button size="small" appearance="subtle" icon={<PrintRegular />} onClick={() => void printDrawn()}>
              {strings.print.button}
            </Button>
          </Row>
          <Figures overview={overview} />
          <StuckPart overview={overview} />
          <CoverageParts overview={overview} />
          <MadeParts overview={overview} />
          <WorkParts overview={overview} />
        </>
      )}
    </>
  );
}

const types = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<(typeof overviewFormats)[number], string>;

async function save(format: keyof typeof types): Promise<void> {
  const parts = await client.overview.export({ format, language: spokenLanguage() });
  await saveBytes(parts, `keydesk-overview-${today()}.${format}`, types[format]);
}
