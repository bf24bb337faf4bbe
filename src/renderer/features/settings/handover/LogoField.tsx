import { Button, Field, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, client, queryClient } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import { logoImage } from './logoImage.ts';

const words = strings.handoverSettings;

const useStyles = makeStyles({
  // Sheets are white.
  logo: { maxWidth: '240px', maxHeight: '80px', backgroundColor: '#ffffff', padding: tokens.spacingHorizontalXS },
});

/** The logo on the sheets. It is saved at once. */
export function LogoField() {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const logo = useQuery(api.handover.logo.queryOptions());
  const change = useMutation({
    mutationFn: async (file: Blob | null) =>
      client.handover.setLogo(file === null ? null : { content: await logoImage(file) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.handover.logo.key() }),
  });
  const content = logo.data?.content;
  return (
    <Field label={words.logo} hint={words.logoHint}>
      <Row>
        {content !== undefined && <img className={styles.logo} alt={words.logo} src={sourceOf(content)} />}
        <Button disabledFocusable={change.isPending} onClick={() => input.current?.click()}>
          {content === undefined ? words.chooseLogo : words.changeLogo}
        </Button>
        {content !== undefined && (
          <Button disabledFocusable={change.isPending} onClick={() => change.mutate(null)}>
            {words.removeLogo}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept="image/*"
          aria-label={words.logo}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) change.mutate(file);
            // So that the same file can be chosen again.
            target.value = '';
          }}
        />
      </Row>
      <CallFailure error={change.error ?? logo.error} />
    </Field>
  );
}

/** A PNG in base64 begins with the same characters. */
function sourceOf(content: string): string {
  return `data:image/${content.startsWith('iVBORw0KGgo') ? 'png' : 'jpeg'};base64,${content}`;
}
