import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSyncRegular,
  CheckmarkCircleFilled,
  DismissCircleFilled,
  type FluentIcon,
  KeyboardRegular,
  LightbulbRegular,
  SubtractCircleRegular,
  TapSingleFilled,
} from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { LiveKey } from '../../../../contract/batches/live.ts';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import { wordsFor } from '../../../../contract/errors/words.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { keyName } from '../../../ui/display/keyName.ts';
import { FingerPrompt } from '../../enrollment/FingerPrompt.tsx';
import { KnownPinForm } from '../../enrollment/KnownPinForm.tsx';
import { NewPinForm } from '../../enrollment/NewPinForm.tsx';
import { WaitPrompt } from '../../enrollment/WaitPrompt.tsx';
import { BigName } from './BigName.tsx';
import { faceOf, type Tone } from './face.ts';

const words = strings.batchRun;

const icons: Readonly<Record<Tone, FluentIcon>> = {
  work: ArrowSyncRegular,
  touch: TapSingleFilled,
  ask: KeyboardRegular,
  done: CheckmarkCircleFilled,
  failed: DismissCircleFilled,
  idle: SubtractCircleRegular,
};

const useStyles = makeStyles({
  card: {
    boxSizing: 'border-box',
    containerType: 'inline-size',
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    borderRadius: tokens.borderRadiusXLarge,
    border: `4px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  content: {
    flexGrow: 1,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  act: { display: 'flex', alignItems: 'center', justifyContent: 'center', gap: '0.3em', minWidth: 0 },
  title: { fontSize: 'clamp(1.5rem, 6cqi, 3.75rem)', lineHeight: 1.15, fontWeight: tokens.fontWeightSemibold },
  icon: { display: 'flex', fontSize: 'clamp(2.5rem, 8cqi, 5.5rem)' },
  pulse: {
    animationName: { '50%': { opacity: 0.35 } },
    animationDuration: '1.4s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
  },
  hint: { fontSize: 'clamp(1rem, 2.2cqi, 1.75rem)', lineHeight: 1.3 },
  form: { width: '100%', maxWidth: '640px', textAlign: 'start', color: tokens.colorNeutralForeground1 },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    fontSize: tokens.fontSizeBase400,
  },
  // Without colors, the border still separates what needs a hand from what does not.
  marked: { border: `4px solid ${tokens.colorNeutralForeground1}` },
  touch: {
    border: `4px solid ${tokens.colorBrandBackground}`,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  done: {
    border: `4px solid ${tokens.colorPaletteGreenBackground3}`,
    backgroundColor: tokens.colorPaletteGreenBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  failed: {
    border: `4px solid ${tokens.colorPaletteRedForeground1}`,
    backgroundColor: tokens.colorPaletteRedBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
  },
});

/** One plugged-in key: whose it becomes, and what to do now. `waits` as for `faceOf`. */
export function KeyCard({ of, waits, colors }: { of: LiveKey; waits: boolean; colors: boolean }) {
  const styles = useStyles();
  const wink = useMutation(api.keys.wink.mutationOptions());
  const face = faceOf(of, waits);
  const { tone } = face;
  const Icon = icons[tone];
  const isColored = tone === 'touch' || tone === 'done' || tone === 'failed';
  const failure = of.failure ?? (of.state === 'remove' ? of.row?.error : null) ?? null;
  const { message = '', next = '' } = failure === null ? {} : wordsFor(failure);
  const name = keyName({ product: of.product ?? undefined, serial: of.serial ?? undefined });
  return (
    <section
      className={mergeClasses(styles.card, isColored && (colors ? styles[tone] : styles.marked))}
      aria-label={name}
      data-tone={tone}
    >
      <div className={styles.content}>
        <div className={styles.act}>
          <span className={mergeClasses(styles.icon, tone === 'touch' && styles.pulse)}>
            <Icon />
          </span>
          <span className={styles.title}>{face.title}</span>
        </div>
        {of.row !== null && <BigName name={nameOf(of.row)} under={of.row.user?.userPrincipalName} />}
        {face.hint !== '' && <span className={styles.hint}>{face.hint}</span>}
        {of.row?.note && <span className={styles.hint}>{of.row.note}</span>}
        {failure !== null && (
          <span className={styles.hint}>
            {message} {next}
          </span>
        )}
        <Prompt of={of} className={styles.form} />
      </div>
      <div className={styles.foot}>
        <span>{name}</span>
        <Button
          icon={<LightbulbRegular />}
          disabledFocusable={wink.isPending}
          onClick={() => wink.mutate({ keyId: of.keyId })}
        >
          {words.blink}
        </Button>
      </div>
      <CallFailure error={wink.error} />
    </section>
  );
}

/** What the enrollment asks the person for. Shows nothing if that is done at the key. */
function Prompt({ of: { interaction, enrollmentId, state }, className }: { of: LiveKey; className: string }) {
  if (enrollmentId === null || state !== 'working') return null;
  const prompt = () => {
    switch (interaction.kind) {
      case 'pin':
        return <KnownPinForm key={questionOf(interaction)} enrollmentId={enrollmentId} {...interaction} />;
      case 'new-pin':
        return <NewPinForm key={questionOf(interaction)} enrollmentId={enrollmentId} {...interaction} />;
      case 'fingerprint':
        return <FingerPrompt enrollmentId={enrollmentId} {...interaction} />;
      case 'wait':
        return <WaitPrompt until={interaction.until} reason={interaction.reason} />;
      default:
        return null;
    }
  };
  const shown = prompt();
  return shown === null ? null : <div className={className}>{shown}</div>;
}

/** A refused PIN is a new question with an empty form. The number of attempts left tells two of them apart. */
function questionOf({ state, refused }: { state: { retries?: number | undefined }; refused?: unknown }): string {
  return `${state.retries ?? ''} ${refused === undefined}`;
}
