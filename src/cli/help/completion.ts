import type { Inventory } from '../../model/inventory.js';

/** A command as its completion knows it. */
export interface Completable {
  /** `brokeroff schedule`. */
  readonly name: string;
  /** `--json`, … */
  readonly flags: readonly string[];
  /** It takes names of sites or queues. */
  readonly takesNames: boolean;
}

/** Flags whose value is a site. */
const siteFlags = ['--site', '--explain', '--exclude'];

/**
 * A bash function that completes commands, their second words, their flags, and the sites and queues of the
 * inventory at hand. zsh takes it too, after `bashcompinit`.
 */
export function completionScript(commands: readonly Completable[]): string {
  const first = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))];
  const cases = first.map((word) => {
    const second = commands.flatMap(({ name }) => (name.startsWith(`${word} `) ? [name.slice(word.length + 1)] : []));
    const own = commands.find(({ name }) => name === word);
    return `    ${word}) ${setting([...second, ...(own?.flags ?? [])], own)} ;;`;
  });
  const pairs = commands
    .filter(({ name }) => name.includes(' '))
    .map((command) => `    "${command.name}") ${setting(command.flags, command)} ;;`);
  return `_migrate_names() {
  local at args=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [ "\${COMP_WORDS[at]}" = --inventory ]; then args=(--inventory "\${COMP_WORDS[at + 1]}"); fi
  done
  "\${COMP_WORDS[0]}" completion --names "\${args[@]}" 2> /dev/null
}
_migrate() {
  local words="" names="" first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}"
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then words="${first.join(' ')} --help --version"
  else
    case "$first" in
${cases.join('\n')}
    esac
  fi
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$first $second" in
${pairs.join('\n')}
    esac
  fi
  case "$before" in
    ${siteFlags.join('|')}) words="" names=yes ;;
  esac
  if [ -n "$names" ] && [[ "$current" != -* ]]; then words="$words $(_migrate_names)"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _migrate migrate`;
}

function setting(words: readonly string[], command: Completable | undefined): string {
  return `words="${words.join(' ')}" names=${command?.takesNames === true ? 'yes' : '""'}`;
}

/** Sites, their queues and what retires, in the order of the file; names that a shell would take apart are left out. */
export function completableNames({ sites, retirements }: Pick<Inventory, 'sites' | 'retirements'>): readonly string[] {
  const names = [
    ...sites.map(({ name }) => name),
    ...sites.flatMap(({ queues }) => Object.keys(queues)),
    ...retirements.map(({ queue }) => queue),
  ];
  return [...new Set(names)].filter((name) => /^[\w.+@/-]+$/.test(name));
}
