import type { SystemInfo } from '../../../contract/system/schema.ts';
import { shellReasonWords } from '../../../contract/system/words.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/display/Facts.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings;

export function AboutPanel({ info }: { info: SystemInfo }) {
  const { connection } = info;
  return (
    <Panel title={words.about}>
      <Facts
        facts={[
          { label: words.facts.version, value: info.version },
          { label: words.facts.shell, value: words.shells[info.shell] },
          { label: words.facts.reason, value: shellReasonWords(info.shellReason) },
          {
            label: words.facts.connection,
            value:
              connection === null
                ? strings.header.noTenant
                : words.connectionValue({ url: connection.graphUrl, version: connection.version }),
          },
          { label: words.facts.dataFolder, value: info.dataFolder, code: true },
        ]}
      />
    </Panel>
  );
}
