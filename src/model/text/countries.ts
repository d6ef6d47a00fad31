/** Country names as the catalogue writes them, lower case, with their ISO 3166 codes (AGIS dump of 2018 and neighbours). */
const codes: Readonly<Record<string, string>> = {
  australia: 'AU',
  austria: 'AT',
  azerbaijan: 'AZ',
  belgium: 'BE',
  canada: 'CA',
  chile: 'CL',
  china: 'CN',
  'czech republic': 'CZ',
  czechia: 'CZ',
  denmark: 'DK',
  finland: 'FI',
  france: 'FR',
  germany: 'DE',
  greece: 'GR',
  hungary: 'HU',
  india: 'IN',
  israel: 'IL',
  italy: 'IT',
  japan: 'JP',
  netherlands: 'NL',
  norway: 'NO',
  poland: 'PL',
  portugal: 'PT',
  romania: 'RO',
  russia: 'RU',
  'russian federation': 'RU',
  slovakia: 'SK',
  slovenia: 'SI',
  'south africa': 'ZA',
  'south korea': 'KR',
  spain: 'ES',
  sweden: 'SE',
  switzerland: 'CH',
  taiwan: 'TW',
  turkey: 'TR',
  uk: 'GB',
  'united kingdom': 'GB',
  'united states': 'US',
  'united states of america': 'US',
  usa: 'US',
};

/** Names of countries, for advice on one that is not known. */
export const countryNames: readonly string[] = Object.keys(codes);

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whether a text is a country: a name that catalogues write, or an ISO 3166 code in use. */
export function isCountry(country: string): boolean {
  const code = countryCode(country);
  // The catalogue's own country of NDGF.
  if (code === 'NORDIC') return true;
  return /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && regions.of(code) !== undefined;
}

/** The ISO 3166 code of a country given by code or by name; a name that is not known stands for itself, upper case. */
export function countryCode(country: string): string {
  const text = country.trim();
  const name = text.toLowerCase();
  return codes[name] ?? (text.length > 2 ? regionCodes().get(name) : undefined) ?? text.toUpperCase();
}

let codesByName: ReadonlyMap<string, string> | null = null;

/** ISO 3166 codes by the English names of all countries, lower case; made when a name asks for it. */
function regionCodes(): ReadonlyMap<string, string> {
  return (codesByName ??= new Map(
    regionLetters().flatMap((letters) => {
      const { region } = new Intl.Locale(`und-${letters}`);
      const name = region === undefined || region === 'ZZ' ? undefined : regions.of(region);
      return region === undefined || name === undefined ? [] : [[name.toLowerCase(), region] as const];
    }),
  ));
}

function regionLetters(): readonly string[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  return letters.flatMap((first) => letters.map((second) => first + second));
}
