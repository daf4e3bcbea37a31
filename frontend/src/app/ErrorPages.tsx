import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isProblem } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';
import { problemText, RequestId } from '@/ui/notify';
import type { Forbidden } from './guard';
import { MAY_SEE } from './home';

export function NotFoundPage() {
  const { m } = useI18n();
  return <Plain title={m.desk.failure.notFound} about={m.desk.failure.notFoundAbout} />;
}

export function ForbiddenPage({ area, role }: Pick<Forbidden, 'area' | 'role'>) {
  const { m, f } = useI18n();
  const { roles } = m.desk.account;
  const about = m.desk.failure.forbiddenAbout(f.list(MAY_SEE[area].map((role) => roles[role])), roles[role]);
  const ask = role !== 'admin' && <Text c="dimmed">{m.desk.failure.forbiddenAsk}</Text>;
  return (
    <Plain title={m.desk.failure.forbidden} about={about}>
      {ask}
    </Plain>
  );
}

/** What a page shows instead of itself: the desk's refusal where there was one, else that it broke. */
export function ErrorPage({ error, reset }: Partial<ErrorComponentProps> & { error: unknown }) {
  const { m } = useI18n();
  const router = useRouter();
  if (isProblem(error) && error.status === 404) return <NotFoundPage />;
  const again = () => {
    reset?.();
    router.invalidate();
  };
  const problem = isProblem(error) ? error : undefined;
  return (
    <Plain
      title={problem ? m.desk.failure.title : m.desk.failure.broken}
      about={problem ? problemText(m, problem) : m.desk.failure.brokenAbout}
      action={<Button onClick={again}>{m.desk.failure.reload}</Button>}
    >
      {problem && <RequestId m={m} problem={problem} />}
    </Plain>
  );
}

type Words = { title: string; about?: string; action?: ReactNode; children?: ReactNode };

function Plain({ title, about, action, children }: Words) {
  const { m } = useI18n();
  return (
    <Center mih="60vh" p="md">
      <Stack maw={460} align="center" ta="center">
        <title>{`${title} · ${m.desk.name}`}</title>
        <Title order={1}>{title}</Title>
        {about && <Text c="dimmed">{about}</Text>}
        {children}
        <Group justify="center">
          {action}
          <LinkButton variant="default" to="/">
            {m.desk.failure.home}
          </LinkButton>
        </Group>
      </Stack>
    </Center>
  );
}
