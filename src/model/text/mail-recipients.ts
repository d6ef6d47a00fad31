import { isPrintable } from './printable.js';

const plainAddress = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;
/** A display name with what could make other headers or recipients left out. */
const displayName = /^(?:[^\p{Cc}<>()[\]\\,;:"@]+|"[^\p{Cc}<>\\"]*")$/u;

/** The addresses of a contact, `a@x, Name <b@y>`: names are left out, as mail goes to addresses; null: it is no such list. */
export function mailRecipients(contact: string): readonly string[] | null {
  if (!isPrintable(contact)) return null;
  const parts = contact.trim().match(/(?:"[^"]*"|[^",])+/g) ?? [];
  const commas = contact.replace(/"[^"]*"/g, '').split(',').length - 1;
  const addresses = parts.map((part) => addressIn(part.trim()));
  if (parts.length !== commas + 1 || addresses.some((address) => address === null)) return null;
  return [...new Set(addresses.flatMap((address) => address ?? []))];
}

/** True for one address without name or list. */
export function isMailAddress(text: string): boolean {
  return plainAddress.test(text);
}

function addressIn(part: string): string | null {
  if (plainAddress.test(part)) return part;
  const [, name = '', address = ''] = /^([^<]*)<([^<>]*)>$/.exec(part) ?? [];
  const named = name.trim() === '' || displayName.test(name.trim());
  return named && plainAddress.test(address.trim()) ? address.trim() : null;
}
