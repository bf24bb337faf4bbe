import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSyncCheckmarkFilled,
  ArrowSyncCheckmarkRegular,
  BookContactsFilled,
  BookContactsRegular,
  BoxMultipleFilled,
  BoxMultipleRegular,
  bundleIcon,
  ClipboardTaskFilled,
  ClipboardTaskRegular,
  DataUsageFilled,
  DataUsageRegular,
  FlowFilled,
  FlowRegular,
  HistoryFilled,
  HistoryRegular,
  KeyMultipleFilled,
  KeyMultipleRegular,
  PeopleFilled,
  PeopleListFilled,
  PeopleListRegular,
  PeopleRegular,
  PersonKeyFilled,
  PersonKeyRegular,
  SettingsFilled,
  SettingsRegular,
} from '@fluentui/react-icons';
import { strings } from '../strings.ts';
import { NARROW_WINDOW, WIDE_WINDOW } from '../ui/page/layout.ts';
import { hrefOf, type Route } from '../ui/page/route.ts';

const items = [
  {
    route: { page: 'overview' },
    label: () => strings.nav.overview,
    Icon: bundleIcon(DataUsageFilled, DataUsageRegular),
  },
  {
    route: { page: 'users' },
    label: () => strings.nav.users,
    Icon: bundleIcon(PeopleFilled, PeopleRegular),
    group: true,
  },
  {
    route: { page: 'users' },
    label: () => strings.nav.allUsers,
    Icon: bundleIcon(BookContactsFilled, BookContactsRegular),
    sub: true,
  },
  { route: { page: 'keys' }, label: () => strings.nav.keys, Icon: bundleIcon(KeyMultipleFilled, KeyMultipleRegular) },
  {
    route: { page: 'inventory' },
    label: () => strings.nav.inventory,
    Icon: bundleIcon(BoxMultipleFilled, BoxMultipleRegular),
    sub: true,
  },
  {
    route: { page: 'reconciliation' },
    label: () => strings.reconciliation.title,
    Icon: bundleIcon(ArrowSyncCheckmarkFilled, ArrowSyncCheckmarkRegular),
    sub: true,
  },
  {
    route: { page: 'assignments' },
    label: () => strings.nav.assignments,
    Icon: bundleIcon(ClipboardTaskFilled, ClipboardTaskRegular),
  },
  {
    route: { page: 'batches' },
    label: () => strings.nav.batches,
    Icon: bundleIcon(PeopleListFilled, PeopleListRegular),
  },
  { route: { page: 'workflows' }, label: () => strings.nav.workflows, Icon: bundleIcon(FlowFilled, FlowRegular) },
  { route: { page: 'activity' }, label: () => strings.nav.activity, Icon: bundleIcon(HistoryFilled, HistoryRegular) },
  {
    route: { page: 'activate' },
    label: () => strings.activation.nav,
    Icon: bundleIcon(PersonKeyFilled, PersonKeyRegular),
  },
  { route: { page: 'settings' }, label: () => strings.nav.settings, Icon: bundleIcon(SettingsFilled, SettingsRegular) },
] as const satisfies readonly { route: Route; label: () => string; [flag: string]: unknown }[];

/** Deeper pages, and the section that each belongs to. */
const sections: Partial<Record<Route['page'], Route['page']>> = {
  user: 'users',
  key: 'inventory',
  connect: 'settings',
  'new-profile': 'settings',
  'edit-profile': 'settings',
  enroll: 'users',
  'new-batch': 'batches',
  deferred: 'batches',
  batch: 'batches',
  'new-workflow': 'workflows',
  workflow: 'workflows',
  'edit-workflow': 'workflows',
};

const useStyles = makeStyles({
  nav: {
    gridArea: 'nav',
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS}`,
    borderInlineEndWidth: '1px',
    borderInlineEndStyle: 'solid',
    borderInlineEndColor: tokens.colorNeutralStroke2,
    backgroundColor: tokens.colorNeutralBackground3,
    [NARROW_WINDOW]: { padding: tokens.spacingHorizontalXS, borderInlineEndStyle: 'none' },
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    [NARROW_WINDOW]: { flexDirection: 'row', flexWrap: 'wrap' },
  },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    height: '36px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '& svg': { flexShrink: 0, fontSize: '20px' },
  },
  sub: { [WIDE_WINDOW]: { paddingInlineStart: '44px' } },
  current: {
    backgroundColor: tokens.colorNeutralBackground3Selected,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    '& svg': { color: tokens.colorBrandForeground1 },
    '::before': {
      content: '""',
      position: 'absolute',
      insetInlineStart: 0,
      top: '8px',
      bottom: '8px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
  },
  label: { display: 'none', [WIDE_WINDOW]: { display: 'inline' } },
});

/** @param page the current page */
export function Navigation({ page }: { page: Route['page'] }) {
  const styles = useStyles();
  const section = sections[page] ?? page;
  return (
    <nav data-frame="" className={styles.nav} aria-label={strings.nav.label}>
      <ul className={styles.list}>
        {items.map(item => {
          const { route, Icon } = item;
          const label = item.label();
          const current = route.page === section && !('group' in item);
          return (
            <li key={label}>
              <a
                href={hrefOf(route)}
                className={mergeClasses(styles.link, 'sub' in item && styles.sub, current && styles.current)}
                aria-current={current ? 'page' : undefined}
                aria-label={label}
                title={label}
              >
                <Icon filled={current} />
                <span className={styles.label}>{label}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
