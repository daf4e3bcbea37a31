import { Alert, Button, Card, Center, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { cookieWasKept } from '@/api/session';
import { useI18n } from '@/i18n/I18n';
import { SignOutStatus } from './SignOutStatus';
import { useSignIn } from './useSignIn';

/** The cookie that renews a session is only kept on https, or on localhost where the browser trusts it. */
const trusted = () => window.isSecureContext !== false;

export function SignIn({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { m } = useI18n();
  const words = m.session;
  const [unkept, setUnkept] = useState<Me>();
  const { form, refusal, submit, pending } = useSignIn(async (me) => {
    const doubtful = location.protocol === 'http:' && trusted();
    if (doubtful && !(await cookieWasKept())) setUnkept(me);
    else onSignedIn(me);
  });

  return (
    <Center mih="100vh" p="md" component="main">
      <title>{`${words.title} · ${m.desk.name}`}</title>
      <Card withBorder w={400} maw="100%" padding="xl" radius="lg" bg="var(--desk-surface)">
        <Stack>
          <div>
            <img src="/icon.svg" alt="" width={40} height={40} />
            <Title order={1} mt="sm">
              {m.desk.name}
            </Title>
            <Text c="dimmed">{words.about}</Text>
          </div>
          {!trusted() && (
            <Alert color="orange" variant="default" icon={<ShieldAlert aria-hidden />} title={words.plainHttp.title}>
              {words.plainHttp.about}
            </Alert>
          )}
          <SignOutStatus />
          {unkept ? (
            <Alert variant="default" icon={<ShieldAlert aria-hidden />} title={words.notKept.title}>
              {words.notKept.about}
              <Button mt="sm" fullWidth onClick={() => onSignedIn(unkept)}>
                {words.notKept.goOn}
              </Button>
            </Alert>
          ) : (
            <form onSubmit={submit} noValidate>
              <Stack>
                <TextInput
                  label={words.email}
                  type="email"
                  autoComplete="username"
                  autoFocus
                  required
                  {...form.getInputProps('email')}
                />
                <PasswordInput
                  label={words.password}
                  autoComplete="current-password"
                  required
                  {...form.getInputProps('password')}
                />
                {refusal && (
                  <Text role="alert" c="var(--mantine-color-error)" size="sm">
                    {refusal}
                  </Text>
                )}
                <Button type="submit" loading={pending} fullWidth>
                  {words.submit}
                </Button>
                <Text size="sm" c="dimmed">
                  {words.forgotten}
                </Text>
              </Stack>
            </form>
          )}
        </Stack>
      </Card>
    </Center>
  );
}
