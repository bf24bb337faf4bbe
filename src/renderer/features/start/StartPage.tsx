import { Button, makeStyles, Spinner, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { BeakerRegular, BuildingRegular, type FluentIcon } from '@fluentui/react-icons';
import { useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { goTo } from '../../ui/page/route.ts';
import { useSetMode } from './useModeChange.ts';

const words = strings.start;

const useStyles = makeStyles({
  choices: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(280px, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  choice: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'start',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXL,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  icon: { fontSize: '32px', color: tokens.colorBrandForeground1 },
  text: { flexGrow: 1 },
});

/** The first page while no tenant is connected: connect a real tenant, or practice mode. */
export function StartPage() {
  const styles = useStyles();
  const practice = useSystemInfo()?.practice ?? false;
  const { setMode, changing, failure } = useSetMode();
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      {failure && <FailureMessage failure={failure} />}
      <div className={styles.choices}>
        <Choice
          Icon={BuildingRegular}
          title={words.connectTitle}
          text={words.connectText}
          button={strings.mode.connect}
          primary
          disabled={changing}
          onChoose={() => (practice ? setMode(false, { page: 'connect' }) : goTo({ page: 'connect' }))}
        />
        <Choice
          Icon={BeakerRegular}
          title={words.practiceTitle}
          text={words.practiceText}
          button={strings.mode.practice}
          disabled={changing}
          onChoose={() => (practice ? goTo({ page: 'users' }) : setMode(true, { page: 'users' }))}
        />
      </div>
      {changing && <Spinner size="tiny" label={strings.mode.changing} />}
      <QuietText>{words.later}</QuietText>
    </>
  );
}

interface ChoiceProps {
  Icon: FluentIcon;
  title: string;
  text: string;
  button: string;
  primary?: boolean;
  disabled: boolean;
  onChoose: () => void;
}

function Choice({ Icon, title, text, button, primary = false, disabled, onChoose }: ChoiceProps) {
  const styles = useStyles();
  return (
    <section className={styles.choice} aria-label={title}>
      <Icon className={styles.icon} />
      <Subtitle2 as="h2">{title}</Subtitle2>
      <Text className={styles.text}>{text}</Text>
      <Button appearance={primary ? 'primary' : 'secondary'} disabledFocusable={disabled} onClick={onChoose}>
        {button}
      </Button>
    </section>
  );
}
