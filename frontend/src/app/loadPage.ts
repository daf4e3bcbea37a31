/** Loads an address anew: nothing of the page before stays in memory. */
export const loadPage = (address: string) => location.replace(address);
