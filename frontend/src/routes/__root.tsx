import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { ErrorPage } from '@/app/ErrorPages';
import type { RouterContext } from '@/app/router';

// Outside the shell a page has to bring its own landmark.
export const Route = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: (props) => (
    <main>
      <ErrorPage {...props} />
    </main>
  ),
});
