/** Holds the page with its dialogs, menus and toasts, so that all of it can be taken out of the document at once. */
export const pageElement = document.createElement('div');
pageElement.style.display = 'contents';
