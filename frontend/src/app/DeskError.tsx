import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorPage, ForbiddenPage } from './ErrorPages';
import { Forbidden } from './guard';

export function DeskError({ error, reset }: ErrorComponentProps) {
  return error instanceof Forbidden ? (
    <ForbiddenPage area={error.area} role={error.role} />
  ) : (
    <ErrorPage error={error} reset={reset} />
  );
}
