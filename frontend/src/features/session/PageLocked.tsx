import { Button, Card, Center, Divider, Stack, Text, Title } from '@mantine/core';
import type { Me } from '@/api/generated/types.gen';
import { checkSession } from '@/api/session';
import { useI18n } from '@/i18n/I18n';
import { PasswordAgain } from './PasswordAgain';
import { useSignIn } from './useSignIn';

type Props = {
  me: Me;
  /** Who is signed in now; unknown while the server has not said so. */
  by?: Me;
  onContinue: () => void;
};

/** Stands in the place of a page of `me` while another person is signed in in this browser. */
export function PageLocked({ me, by, onContinue }: Props) {
  const { m } = useI18n();
  const words = m.session.locked;
  const { form, refusal, submit, pending } = useSignIn(() => form.reset(), me.email);
  const title = by ? words.title(by.name) : words.someone;
  return (
    <Center mih="100vh" p="md" component="main">
      <title>{`${title} · ${m.desk.name}`}</title>
      <Card withBorder w={400} maw="100%" padding="xl" radius="lg" bg="var(--desk-surface)">
        <Stack>
          <div>
            <img src="/icon.svg" alt="" width={40} height={40} />
            <Title order={1} mt="sm" tabIndex={-1} data-page-title ref={focus} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
          </div>
          <Text>{words.about(me.name)}</Text>
          {by ? (
            <Button onClick={onContinue} fullWidth styles={WRAPPED}>
              {words.continueAs(by.name)}
            </Button>
          ) : (
            <Button variant="default" onClick={() => void checkSession()} fullWidth>
              {m.desk.list.retry}
            </Button>
          )}
          <Divider label={words.or} />
          <form onSubmit={submit} noValidate>
            <Stack>
              <PasswordAgain me={me} form={form} refusal={refusal} />
              <Button type="submit" variant="default" loading={pending} fullWidth styles={WRAPPED}>
                {words.signInAs(me.name)}
              </Button>
            </Stack>
          </form>
        </Stack>
      </Card>
    </Center>
  );
}

/** A long name takes a second line. */
const WRAPPED = {
  root: { height: 'auto', paddingBlock: 8 },
  label: { whiteSpace: 'normal', overflow: 'visible', lineHeight: 1.3 },
} as const;

/** Whoever is here hears at once what has happened. */
function focus(title: HTMLElement | null) {
  title?.focus();
}
