import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorPage, ForbiddenPage } from './ErrorPages';
import { Forbidden } from './guard';

export function DeskError({ error, reset }: ErrorComponentProps) {
  return error instanceof Forbidden ? <ForbiddenPage /> : <ErrorPage error={error} reset={reset} />;
}
