import { Alert, Button, Loader } from '@mantine/core';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { sessionRecordState, subscribeToSessionRecord } from '@/api/sessionRecord';
import { finishSignOut } from '@/api/signOut';
import { useI18n } from '@/i18n/I18n';
import { usePatience } from '@/ui/usePatience';

/** Says that a sign-out takes long or that the server has not confirmed it, and later that it has. */
export function SignOutStatus() {
  const { m } = useI18n();
  const words = m.session.signOut;
  const state = useSyncExternalStore(subscribeToSessionRecord, sessionRecordState);
  const failed = state === 'sign_out_failed';
  const slow = usePatience(state === 'signing_out');
  const [hadFailed, setHadFailed] = useState(failed);
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    if (failed) setHadFailed(true);
  }, [failed]);
  const retry = () => {
    setTrying(true);
    void finishSignOut().finally(() => setTrying(false));
  };
  if (failed)
    return (
      <Alert variant="default" color="orange" icon={<TriangleAlert aria-hidden />} title={words.failed}>
        {words.failedAbout}
        <Button mt="sm" variant="default" fullWidth loading={trying} onClick={retry}>
          {m.desk.list.retry}
        </Button>
      </Alert>
    );
  if (state === 'signing_out' && slow)
    return <Alert role="status" variant="default" icon={<Loader size="xs" aria-hidden />} title={words.pending} />;
  if (state === 'signed_out' && hadFailed)
    return <Alert role="status" variant="default" icon={<CircleCheck aria-hidden />} title={words.done} />;
  return null;
}
