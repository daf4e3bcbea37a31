import { Alert, Button, Card, Center, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { usePasswordLink as sendPassword } from '@/api/generated/sdk.gen';
import type { Problem } from '@/api/generated/types.gen';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';
import { problemText } from '@/ui/notify';

const LEAST = 12;

/** Sets a password by the token of a link, which works once. */
export function SetPassword({ token }: { token: string }) {
  const { m } = useI18n();
  const words = m.session.passwordLink;
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending, isSuccess } = useMutation<unknown, Problem>({
    mutationFn: () => sendPassword({ body: { token, password }, throwOnError: true }),
    onError: (problem) => {
      const { beside, complete } = placeFaults(m, problem, ['password']);
      setFault(beside.password);
      if (complete) return;
      const spent = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
      setRefusal(spent ? words.refused : problemText(m, problem));
    },
  });
  const submit = () => {
    const short = [...password].length < LEAST;
    setFault(short ? m.desk.tooShort(LEAST) : undefined);
    setRefusal(undefined);
    if (!short) mutate();
  };
  const toSignIn = (
    <LinkButton to="/customer-care/login" state={{ forceSignIn: true }} mt="sm" fullWidth>
      {words.toSignIn}
    </LinkButton>
  );
  return (
    <Center mih="100vh" p="md" component="main">
      <title>{`${words.title} · ${m.desk.name}`}</title>
      <Card withBorder w={420} maw="100%" padding="xl" radius="lg" bg="var(--desk-surface)">
        <Stack>
          <div>
            <img src="/icon.svg" alt="" width={40} height={40} />
            <Title order={1} mt="sm">
              {words.title}
            </Title>
          </div>
          {token === '' && (
            <Alert variant="default" icon={<TriangleAlert aria-hidden />} title={words.missing}>
              {words.missingAbout}
            </Alert>
          )}
          {token !== '' && isSuccess && (
            <Alert variant="default" icon={<CircleCheck aria-hidden />} title={words.done} role="status">
              {words.doneAbout}
              {toSignIn}
            </Alert>
          )}
          {token !== '' && !isSuccess && (
            <form
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                if (!isPending) submit();
              }}
            >
              <Stack>
                <Text size="sm" c="dimmed">
                  {words.about}
                </Text>
                <PasswordInput
                  label={words.password}
                  autoComplete="new-password"
                  autoFocus
                  required
                  maxLength={128}
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  error={fault}
                />
                {refusal && (
                  <Text role="alert" c="var(--mantine-color-error)" size="sm">
                    {refusal}
                  </Text>
                )}
                <Button type="submit" loading={isPending} fullWidth>
                  {words.submit}
                </Button>
              </Stack>
            </form>
          )}
        </Stack>
      </Card>
    </Center>
  );
}
