/** A header takes printable ASCII; names of sites and queues may have more. */
export function inHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
}
