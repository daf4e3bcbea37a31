import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { ErrorPage } from '@/app/ErrorPages';
import type { RouterContext } from '@/app/router';
import { SessionGate } from '@/app/SessionGate';

// Outside the shell a page has to bring its own landmark.
export const Route = createRootRouteWithContext<RouterContext>()({
  component: Root,
  errorComponent: (props) => (
    <main>
      <ErrorPage {...props} />
    </main>
  ),
});

function Root() {
  return (
    <SessionGate>
      <Outlet />
    </SessionGate>
  );
}
