import {
  Badge,
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Select,
  Spinner,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
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
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/AppDialog.tsx';
import { ControlsHeader } from '../../../ui/ControlsHeader.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { ListTable } from '../../../ui/ListTable.tsx';
import { TextCell } from '../../../ui/TextCell.tsx';
import { refreshWebhooks } from './refresh.ts';

const words = strings.webhooks;
const PAGE = 50;
const colors = { waiting: 'warning', delivered: 'success', dead: 'danger' } as const;

const useStyles = makeStyles({
  surface: { maxWidth: '860px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  bar: { display: 'flex', alignItems: 'end', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  short: { width: '90px' },
  state: { width: '100px' },
  why: { whiteSpace: 'normal', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
});

/** What was sent to a receiver, waits, or was given up; what was given up can be sent again. */
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
  const deliveries = list.data?.pages.flatMap(page => page.deliveries) ?? [];
  return (
    <AppDialog onClose={onClose}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{words.deliveriesTitle}</DialogTitle>
          <DialogContent className={styles.content}>
            <div className={styles.bar}>
              <Field label={words.deliveryColumns.state}>
                <Select
                  value={state}
                  onChange={(_, data) => setState(deliveryStates.find(known => known === data.value) ?? '')}
                >
                  <option value="">{words.anyState}</option>
                  {deliveryStates.map(value => (
                    <option key={value} value={value}>
                      {words.deliveryStates[value]}
                    </option>
                  ))}
                </Select>
              </Field>
              {webhook.dead > 0 && (
                <Button disabledFocusable={resend.isPending} onClick={() => resend.mutate({ webhookId: webhook.id })}>
                  {words.allAgain}
                </Button>
              )}
            </div>
            {resend.isError && <FailureMessage failure={failureOf(resend.error)} />}
            {list.isPending && <Spinner label={strings.loading} />}
            {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
            {list.isSuccess && deliveries.length === 0 && <Text>{words.noDeliveries}</Text>}
            {deliveries.length > 0 && (
              <ListTable aria-label={words.deliveriesTitle} size="small">
                <TableHeader>
                  <TableRow>
                    <TableHeaderCell>{words.deliveryColumns.event}</TableHeaderCell>
                    <TableHeaderCell>{words.deliveryColumns.user}</TableHeaderCell>
                    <TableHeaderCell className={styles.state}>{words.deliveryColumns.state}</TableHeaderCell>
                    <TableHeaderCell className={styles.short}>{words.deliveryColumns.attempts}</TableHeaderCell>
                    <TableHeaderCell>{words.deliveryColumns.why}</TableHeaderCell>
                    <ControlsHeader className={styles.state}>{strings.actions}</ControlsHeader>
                  </TableRow>
                </TableHeader>
                <TableBody>
                  {deliveries.map(delivery => (
                    <DeliveryRow
                      key={delivery.n}
                      delivery={delivery}
                      pending={resend.isPending}
                      onAgain={() => resend.mutate({ n: delivery.n })}
                    />
                  ))}
                </TableBody>
              </ListTable>
            )}
            {list.hasNextPage && (
              <div>
                <Button
                  aria-busy={list.isFetchingNextPage}
                  onClick={() => !list.isFetchingNextPage && void list.fetchNextPage()}
                >
                  {words.older}
                </Button>
              </div>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{strings.close}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}

function DeliveryRow(props: { delivery: Delivery; pending: boolean; onAgain: () => void }) {
  const styles = useStyles();
  const { delivery, pending, onAgain } = props;
  const { type, userPrincipalName, state, attempts, failure } = delivery;
  const known = type in words.types ? words.types[type as keyof typeof words.types] : type;
  return (
    <TableRow>
      <TextCell text={known} />
      <TextCell text={userPrincipalName ?? strings.none} />
      <TableCell>
        <Badge appearance="tint" color={colors[state]}>
          {words.deliveryStates[state]}
        </Badge>
      </TableCell>
      <TableCell>{attempts}</TableCell>
      <TableCell className={styles.why}>{failure === null ? strings.none : wordsFor(failure).message}</TableCell>
      <TableCell>
        {state === 'dead' && (
          <Button size="small" disabledFocusable={pending} onClick={onAgain}>
            {words.again}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}
