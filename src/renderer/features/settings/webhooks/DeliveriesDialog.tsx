import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsFor } from '../../../../contract/errors/words.ts';
import {
  type Delivery,
  type DeliveryState,
  deliveryStates,
  type Webhook,
} from '../../../../contract/webhooks/schema.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { StateBadge } from '../../../ui/display/StateBadge.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { CellNote } from '../../../ui/table/CellNote.tsx';
import { CellText } from '../../../ui/table/CellText.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { MoreButton } from '../../../ui/table/ListFoot.tsx';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { ListView } from '../../../ui/table/ListView.tsx';
import { refreshWebhooks } from './refresh.ts';

const words = strings.webhooks;
const PAGE = 50;
const colors = { waiting: 'warning', delivered: 'success', dead: 'danger' } as const;

const useStyles = makeStyles({
  bar: { display: 'flex', alignItems: 'end', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
});

const columns: readonly Column<Delivery>[] = [
  { header: () => words.deliveryColumns.event, cell: ({ type }) => <CellText text={typeWords(type)} /> },
  {
    header: () => words.deliveryColumns.user,
    cell: ({ userPrincipalName }) => <CellText text={userPrincipalName ?? strings.none} />,
  },
  {
    header: () => words.deliveryColumns.state,
    width: '100px',
    cell: ({ state }) => <StateBadge color={colors[state]}>{words.deliveryStates[state]}</StateBadge>,
  },
  { header: () => words.deliveryColumns.attempts, width: '90px', cell: ({ attempts }) => attempts },
  {
    header: () => words.deliveryColumns.why,
    cell: ({ failure }) => <CellNote>{failure === null ? strings.none : wordsFor(failure).message}</CellNote>,
  },
];

/** The deliveries of a webhook: sent, waiting or failed. A failed delivery can be sent again. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const styles = useStyles();
  const [state, setState] = useState<DeliveryState | ''>(webhook.dead > 0 ? 'dead' : '');
  const list = useInfiniteQuery(
    api.webhooks.deliveries.infiniteOptions({
      input: (before: number | undefined) => ({
        webhookId: webhook.id,
        limit: PAGE,
        ...(state === '' ? {} : { state }),
        ...(before === undefined ? {} : { before }),
      }),
      initialPageParam: undefined,
      getNextPageParam: page => page.next,
      refetchOnMount: 'always',
      refetchInterval: 3000,
    }),
  );
  const resend = useMutation(api.webhooks.resend.mutationOptions({ onSettled: refreshWebhooks }));
  const againColumn: Column<Delivery> = {
    header: () => strings.actions,
    width: '100px',
    controls: true,
    cell: ({ n, state }) =>
      state === 'dead' && (
        <Button size="small" disabledFocusable={resend.isPending} onClick={() => resend.mutate({ n })}>
          {words.again}
        </Button>
      ),
  };
  const deliveries = list.data?.pages.flatMap(page => page.deliveries) ?? [];
  return (
    <AppDialog title={words.deliveriesTitle} width="860px" onClose={onClose}>
      <div className={styles.bar}>
        <SelectField
          label={words.deliveryColumns.state}
          options={[['', words.anyState], ...deliveryStates.map(each => [each, words.deliveryStates[each]] as const)]}
          value={state}
          onChoose={value => setState(deliveryStates.find(known => known === value) ?? '')}
        />
        {webhook.dead > 0 && (
          <Button disabledFocusable={resend.isPending} onClick={() => resend.mutate({ webhookId: webhook.id })}>
            {words.allAgain}
          </Button>
        )}
      </div>
      <CallFailure error={resend.error} />
      <ListView
        list={list}
        count={deliveries.length}
        empty={<Text>{words.noDeliveries}</Text>}
        foot={
          <div>
            <MoreButton list={list} more={words.older} />
          </div>
        }
      >
        <ListTable
          label={words.deliveriesTitle}
          columns={[...columns, againColumn]}
          rows={deliveries}
          keyOf={({ n }) => n}
        />
      </ListView>
    </AppDialog>
  );
}

/** Returns the name of an event. Deliveries may be of an event that this version does not know. */
function typeWords(type: string): string {
  return type in words.types ? words.types[type as keyof typeof words.types] : type;
}
