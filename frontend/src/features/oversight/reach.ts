/** How far the reader of a report may go from it. */
export type Reach = {
  /** Where they see which tickets a number counts. */
  behind: '/admin/customer-care-oversight/behind' | '/customer-care/my-figures/behind';
  /** Whether the records themselves are for them. */
  records: boolean;
};
