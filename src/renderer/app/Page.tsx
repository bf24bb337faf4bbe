import type { ReactElement } from 'react';
import { ActivityPage } from '../features/activity/ActivityPage.tsx';
import { AssignmentsPage } from '../features/assignments/AssignmentsPage.tsx';
import { BatchesPage } from '../features/batches/BatchesPage.tsx';
import { BatchPage } from '../features/batches/BatchPage.tsx';
import { NewBatchPage } from '../features/batches/NewBatchPage.tsx';
import { DeferredPage } from '../features/deferred/DeferredPage.tsx';
import { EnrollmentPage } from '../features/enrollment/EnrollmentPage.tsx';
import { InventoryPage } from '../features/inventory/InventoryPage.tsx';
import { KeysPage } from '../features/keys/KeysPage.tsx';
import { OverviewPage } from '../features/overview/OverviewPage.tsx';
import { ProfilePage } from '../features/profiles/ProfilePage.tsx';
import { KeyPage } from '../features/reconciliation/KeyPage.tsx';
import { ReconciliationPage } from '../features/reconciliation/ReconciliationPage.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { StartPage } from '../features/start/StartPage.tsx';
import { UserPage } from '../features/users/UserPage.tsx';
import { UsersPage } from '../features/users/UsersPage.tsx';
import { WizardPage } from '../features/workflows/WizardPage.tsx';
import { WorkflowPage } from '../features/workflows/WorkflowPage.tsx';
import { WorkflowsPage } from '../features/workflows/WorkflowsPage.tsx';
import { hrefOf } from '../ui/page/route.ts';
import { UnknownPage } from './UnknownPage.tsx';
import { useFocusAfterNavigation } from './useFocusAfterNavigation.ts';
import { useSearchShortcut } from './useSearchShortcut.ts';
import { useShownRoute } from './useShownRoute.ts';

/** The page of the current route. */
export function Page(): ReactElement | null {
  const route = useShownRoute();
  useFocusAfterNavigation(route);
  useSearchShortcut();
  switch (route.page) {
    case 'start':
      return <StartPage />;
    case 'overview':
      return <OverviewPage />;
    case 'users':
      return <UsersPage key={hrefOf(route)} filters={route.filters} />;
    case 'user':
      return <UserPage key={route.user} user={route.user} tab={route.tab} />;
    case 'enroll':
      return <EnrollmentPage key={route.user} user={route.user} />;
    case 'keys':
      return <KeysPage />;
    case 'inventory':
      return <InventoryPage key={hrefOf(route)} filters={route.filters} />;
    case 'key':
      return <KeyPage key={route.key} id={route.key} />;
    case 'reconciliation':
      return <ReconciliationPage />;
    case 'assignments':
      return <AssignmentsPage key={hrefOf(route)} filters={route.filters} />;
    case 'batches':
      return <BatchesPage />;
    case 'new-batch':
      return <NewBatchPage />;
    case 'deferred':
      return <DeferredPage step={route.step} />;
    case 'batch':
      return <BatchPage key={route.batch} id={route.batch} />;
    case 'workflows':
      return <WorkflowsPage />;
    case 'new-workflow':
      return <WizardPage />;
    case 'workflow':
      return <WorkflowPage key={route.workflow} id={route.workflow} />;
    case 'edit-workflow':
      return <WizardPage key={route.workflow} id={route.workflow} />;
    case 'activity':
      return <ActivityPage key={hrefOf(route)} filters={route.filters} />;
    case 'settings':
      return <SettingsPage />;
    case 'connect':
      return <SettingsPage connecting />;
    case 'new-profile':
      return <ProfilePage />;
    case 'edit-profile':
      return <ProfilePage key={route.profile} id={route.profile} />;
    case 'unknown':
      return <UnknownPage />;
    case 'activate':
    case 'run-batch':
      // Shell.tsx shows a different window.
      return null;
  }
}
