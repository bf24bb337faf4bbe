import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Choice } from './Choice.tsx';

const words = strings.practice;

/** Enables a fault of the simulated tenant: no network, too many requests, a lost response. */
export function TenantFaultChoice() {
  const tenant = useQuery(api.practice.tenant.queryOptions());
  const setFault = useMutation(
    api.practice.setTenantFault.mutationOptions({
      onSuccess: state => queryClient.setQueryData(api.practice.tenant.queryKey(), state),
    }),
  );
  if (tenant.data === undefined) return null;
  const { fault, faults } = tenant.data;
  const names: Readonly<Record<string, string>> = words.tenantFaults;
  const nameOf = (name: string) => names[name] ?? name;
  return (
    <>
      <Choice
        label={words.tenantFault}
        value={fault ?? 'none'}
        options={{ none: words.tenantWorks, ...Object.fromEntries(faults.map(name => [name, nameOf(name)])) }}
        shown={fault === null ? words.chooseTenantFault : nameOf(fault)}
        onChange={chosen => setFault.mutate({ fault: chosen === 'none' ? null : chosen })}
      />
      <CallFailure error={setFault.error} />
    </>
  );
}
