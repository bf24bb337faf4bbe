import { Spinner } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { CallFailure } from './CallFailure.tsx';

/** The part of a TanStack Query result that this component needs. */
export interface ShownQuery {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: unknown;
  refetch(): Promise<unknown>;
}

/** Shows that a query is loading, or its failure with a button that tries again. Shows nothing once the data is there. */
export function QueryState(props: { query: ShownQuery; label?: string; size?: 'tiny' | 'medium' }) {
  const { query, label = strings.loading, size = 'medium' } = props;
  if (query.isError) return <CallFailure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.isPending) return null;
  return <Spinner size={size} label={label} />;
}
