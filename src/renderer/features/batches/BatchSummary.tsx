import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Batch } from '../../../contract/batches/schema.ts';
import { rowStateWords } from '../../../contract/batches/words.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/display/Facts.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.batch;

/** How a batch went, once a row has ended. */
export function BatchSummary({ batch: { id, counts, pinsKept } }: { batch: Batch }) {
  const { queryKey, ...options } = api.batches.summary.queryOptions({ input: { id } });
  const ended = [counts.done, counts.failed, counts.skipped];
  const { data } = useQuery({
    ...options,
    queryKey: [...queryKey, ...ended, pinsKept],
    placeholderData: keepPreviousData,
  });
  if (data === undefined || ended.every(count => count === 0)) return null;
  const { made, handedOver, secondsPerKey, firstAt, lastAt, causes } = data;
  const time = (at: string | null) => (at === null ? null : formatDate(at)) ?? strings.none;
  return (
    <Panel title={words.summary}>
      <Facts
        facts={[
          ...(made === 0 ? [] : [{ label: rowStateWords.done, value: words.made({ made, handedOver }) }]),
          ...(secondsPerKey === null
            ? []
            : [
                { label: words.timePerKey, value: words.seconds({ seconds: Math.round(secondsPerKey * 10) / 10 }) },
                { label: words.keysBetween, value: words.between({ first: time(firstAt), last: time(lastAt) }) },
              ]),
          ...causes.map(({ state, count, example }) => ({
            label: words.cause({ state: rowStateWords[state], count }),
            value: causeOf(count, example),
          })),
        ]}
      />
    </Panel>
  );
}

/** Returns the cause of failed or skipped rows. The message of one row stands for all, because it names for example a user. */
function causeOf(count: number, example: Failure | null): string {
  if (example === null) return words.byPerson;
  const { message } = wordsFor(example);
  return count === 1 ? message : words.forExample({ message });
}
