import { Alert, Button } from '@mantine/core';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { hasSignOutFailed, subscribeToSessionRecord } from '@/api/sessionRecord';
import { finishSignOut } from '@/api/signOut';
import { useI18n } from '@/i18n/I18n';

/** Says that the server has not confirmed a sign-out, and later that it has. */
export function SignOutStatus() {
  const { m } = useI18n();
  const words = m.session.signOut;
  const failed = useSyncExternalStore(subscribeToSessionRecord, hasSignOutFailed);
  const [hadFailed, setHadFailed] = useState(failed);
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    if (failed) setHadFailed(true);
  }, [failed]);
  if (!failed && !hadFailed) return null;
  if (!failed) return <Alert role="status" variant="default" icon={<CircleCheck aria-hidden />} title={words.done} />;
  const retry = () => {
    setTrying(true);
    void finishSignOut().finally(() => setTrying(false));
  };
  return (
    <Alert variant="default" color="orange" icon={<TriangleAlert aria-hidden />} title={words.failed}>
      {words.failedAbout}
      <Button mt="sm" variant="default" fullWidth loading={trying} onClick={retry}>
        {m.desk.list.retry}
      </Button>
    </Alert>
  );
}
