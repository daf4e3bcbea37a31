import { lazy, Suspense } from 'react';
import type { PickCustomer } from '@/ui/MoveDialog';

const CustomerPicker = lazy(() =>
  import('@/features/customers/CustomerPicker').then((it) => ({ default: it.CustomerPicker })),
);

/** Finds a customer where another feature asks for one; fetched only then. */
export const pickCustomer: PickCustomer = (onPick) => (
  <Suspense fallback={null}>
    <CustomerPicker onPick={onPick} />
  </Suspense>
);
